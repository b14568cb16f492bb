package io.bitchat.kit.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {
    private static final FileTime BEFORE = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    /** A secret that an orchestrator mounts is a link into a folder that nobody may write to. */
    @Test
    void aSecretThatIsThereIsOnlyRead() throws IOException {
        var mount = Files.createDirectory(folder.resolve("..data"));
        Files.writeString(mount.resolve("content.key"), "the secret\n");
        var link = Files.createSymbolicLink(folder.resolve("content.key"), mount.resolve("content.key"));
        Files.setLastModifiedTime(mount, BEFORE);
        Files.setLastModifiedTime(folder, BEFORE);

        var secret = new SecretFile(link).readOrCreate(() -> {
            throw new AssertionError("a new secret was asked for");
        });

        assertThat(secret).isEqualTo("the secret");
        // a file that is created and deleted again would show in the time of its folder
        assertThat(Files.getLastModifiedTime(folder)).isEqualTo(BEFORE);
        assertThat(Files.getLastModifiedTime(mount)).isEqualTo(BEFORE);
    }

    @Test
    void aMissingSecretIsCreatedOnceAndOnlyForItsOwner() throws IOException {
        var file = new SecretFile(folder.resolve("keys/site.key"));

        assertThat(file.readOrCreate(() -> "first")).isEqualTo("first");
        assertThat(file.readOrCreate(() -> "second")).isEqualTo("first");

        assertThat(Files.getPosixFilePermissions(folder.resolve("keys/site.key")))
                .hasToString("[OWNER_READ, OWNER_WRITE]");
    }
}
