package io.bitchat.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

class FileManifestFuzzTest {
    /** A manifest from a source can be stored and sent in headers, or is rejected. */
    @FuzzTest
    void whatIsTakenCanBeKept(byte[] bytes) {
        JsonObject answer;
        try {
            answer = new JsonObject(Buffer.buffer(bytes));
        } catch (DecodeException _) {
            return;
        }
        FileManifest.parse(answer).ifPresent(manifest -> {
            assertThat(manifest.filename()).isNotEmpty().hasSizeLessThanOrEqualTo(255);
            assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(manifest.filename()))
                    .isTrue();
            assertThat(manifest.filename().indexOf(0))
                    .as("a zero, which no database keeps")
                    .isNegative();
            assertThat(manifest.mimeType()).matches("[ -~]{0,255}");
            assertThat(manifest.plan().count()).isPositive();
        });
    }
}
