package io.bitchat.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    private Path folder;

    @Test
    void keepsThreeOlderFilesAndContinuesTheNewest() throws IOException {
        Path file = folder.resolve("a.log");
        for (int i = 0; i < 10; i++) {
            try (var log = new LogFile(file, 10)) {
                log.write("line " + i);
                log.write("more");
            }
        }

        assertThat(Files.readString(file)).isEqualTo("more\n");
        assertThat(folder.resolve("a.log.3")).exists();
        assertThat(folder.resolve("a.log.4")).doesNotExist();
    }
}
