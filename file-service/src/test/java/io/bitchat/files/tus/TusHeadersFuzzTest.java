package io.bitchat.files.tus;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.bitchat.kit.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

class TusHeadersFuzzTest {
    /** Metadata from a client is accepted, or rejected with a 400 that names the header. */
    @FuzzTest
    void metadataIsReadOrRefused(byte[] bytes) {
        readOrRefused(bytes, TusHeaders.METADATA, header -> {
            var metadata = UploadMetadata.parse(header);
            assertThat(UploadMetadata.parse(metadata.header()).values().keySet())
                    .isEqualTo(metadata.values().keySet());
            metadata.text("filename", "name");
        });
    }

    @FuzzTest
    void concatIsReadOrRefused(byte[] bytes) {
        readOrRefused(bytes, TusHeaders.CONCAT, header -> {
            if (UploadConcat.parse(header) instanceof UploadConcat.Final whole) {
                assertThat(whole.parts()).hasSizeBetween(1, UploadConcat.MAX_PARTS);
            }
        });
    }

    @FuzzTest
    void checksumIsReadOrRefused(byte[] bytes) {
        readOrRefused(bytes, TusHeaders.CHECKSUM, header -> assertThat(Checksum.parse(header))
                .isPresent());
    }

    private static void readOrRefused(byte[] bytes, String name, Consumer<String> read) {
        try {
            read.accept(new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (Problem refusal) {
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal).hasMessageContaining(name);
        }
    }
}
