package io.bitchat.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SecretsCommandTest {
    @TempDir
    Path folder;

    @Test
    void createsWhatIsMissingAndKeepsWhatIsThere() throws IOException {
        Files.writeString(folder.resolve("content.key"), "old");

        assertThat(run()).isZero();
        var password = read("postgres-password");
        assertThat(run()).isZero();

        assertThat(password).matches("[0-9a-f]{48}").isNotEqualTo(read("s3-secret"));
        assertThat(read("postgres-password")).isEqualTo(password);
        assertThat(read("content.key")).isEqualTo("old");
        assertThat(Base64.getDecoder().decode(read("files.key"))).hasSize(32);
        assertThat(Files.getPosixFilePermissions(folder.resolve("files.key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(4);
        }
    }

    @Test
    void saysThatTheFolderCannotBeWritten() {
        assertThat(new CommandLine(new SecretsCommand())
                        .execute(folder.resolve("missing").toString()))
                .isEqualTo(1);
    }

    private int run() {
        return new CommandLine(new SecretsCommand()).execute(folder.toString());
    }

    private String read(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}
