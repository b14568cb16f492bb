package io.bitchat.backup.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesTest {
    @TempDir
    Path folder;

    @Test
    void keepsTheNewestAndWhatIsNotItsOwn() throws IOException {
        var series = new Series(folder.resolve("backups"));
        for (var day : new String[] {"28", "27", "29"}) {
            Files.createFile(series.next(Instant.parse("2026-11-" + day + "T03:00:00.5Z")));
        }
        Files.createFile(folder.resolve("backups/bitchat-20261130T030000Z.zip.partial"));
        Files.createFile(folder.resolve("backups/by hand.zip"));

        var deleted = series.keep(2);

        assertThat(deleted).containsExactly(folder.resolve("backups/bitchat-20261127T030000Z.zip"));
        assertThat(folder.resolve("backups"))
                .isDirectoryNotContaining("glob:**/bitchat-20261127T030000Z.zip")
                .isDirectoryContaining("glob:**/bitchat-20261128T030000Z.zip")
                .isDirectoryContaining("glob:**/by hand.zip")
                .isDirectoryContaining("glob:**.partial");
    }
}
