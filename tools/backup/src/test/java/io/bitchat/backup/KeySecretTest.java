package io.bitchat.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.backup.archive.Manifest.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeySecretTest {
    @TempDir
    Path archive;

    @Test
    void aKeyThatWasThereIsKeptUnlessItIsTheSame() throws Exception {
        Files.createDirectories(archive.resolve("keys"));
        for (var key : List.of("content.key", "files.key")) Files.writeString(archive.resolve("keys/" + key), "saved");
        var parts = List.of(new Part("keys/content.key", 5, ""), new Part("keys/files.key", 5, ""));
        var before = new ObjectMapper().readTree("{\"content.key\":\"c2F2ZWQ=\",\"files.key\":\"ZnJlc2g=\"}");

        assertThat(KeySecret.changes(archive, parts, before))
                .hasToString(
                        "{\"content.key\":\"c2F2ZWQ=\",\"files.key.replaced\":\"ZnJlc2g=\",\"files.key\":\"c2F2ZWQ=\"}");
    }
}
