package io.bitchat.files.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3SetupTest {
    @TempDir
    Path folder;

    @Test
    void takesTheSecretFromItsFileFirst() throws Exception {
        var file = Files.writeString(folder.resolve("secret"), "from the file\n");

        var settings = S3Setup.settings(config(Map.of("secret-key-file", file.toString())));

        assertThat(settings.credentials().secretKey()).isEqualTo("from the file");
        assertThat(settings.bucket()).isEqualTo("bitchat-files");
        assertThat(settings.region()).isEqualTo("us-east-1");
        assertThat(settings.pathStyle()).isTrue();
        assertThat(settings.signPayload()).isFalse();
        assertThat(S3Setup.settings(config(Map.of("sign-payload", "true"))).signPayload())
                .isTrue();
    }

    @Test
    void saysInOneLineWhatIsWrong() {
        assertRefused(Map.of("endpoint", ""), "bitchat.files.s3.endpoint is missing: set BITCHAT_S3_ENDPOINT");
        assertRefused(Map.of("endpoint", "localhost:9000"), "bitchat.files.s3.endpoint must be http:// or https://");
        assertRefused(Map.of("access-key", ""), "bitchat.files.s3.access-key is missing: set BITCHAT_S3_ACCESS_KEY");
        assertRefused(Map.of("secret-key", ""), "bitchat.files.s3.secret-key is missing");
        assertRefused(Map.of("secret-key-file", folder + "/none"), "bitchat.files.s3.secret-key-file cannot be read");
        assertRefused(Map.of("bucket", "Not_A_Bucket"), "bitchat.files.s3.bucket must be 3 to 63");
        assertRefused(Map.of("request-timeout", "30s"), "bitchat.files.s3.request-timeout times attempts");
    }

    private static void assertRefused(Map<String, String> other, String message) {
        assertThatThrownBy(() -> S3Setup.settings(config(other)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(message)
                .message()
                .hasLineCount(1);
    }

    private static S3Config config(Map<String, String> other) {
        var values = new HashMap<>(Map.of(
                "bitchat.files.s3.endpoint", "http://127.0.0.1:1",
                "bitchat.files.s3.access-key", "somebody",
                "bitchat.files.s3.secret-key", "secret"));
        other.forEach((name, value) -> values.put("bitchat.files.s3." + name, value));
        return Configurations.s3(values);
    }
}
