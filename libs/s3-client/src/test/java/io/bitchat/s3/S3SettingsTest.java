package io.bitchat.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3SettingsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host",
                "host:9000",
                "http:/path",
                "http://host/path",
                "http://name:password@host",
                "https://host?query"
            })
    void refusesWhatIsNoEndpoint(String endpoint) {
        assertThatThrownBy(() -> settings(endpoint, "bucket"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("endpoint");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "Bucket", "a_b", "-ab", "ab-"})
    void refusesWhatIsNoNameOfABucket(String bucket) {
        assertThatThrownBy(() -> settings("http://host", bucket))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bucket");
    }

    @Test
    void saysNoSecret() {
        assertThat(settings("https://host:9000/", "bucket").toString())
                .contains("somebody")
                .doesNotContain("secret");
    }

    private static S3Settings settings(String endpoint, String bucket) {
        return new S3Settings(
                URI.create(endpoint),
                "us-east-1",
                bucket,
                new S3Settings.Credentials("somebody", "secret"),
                true,
                S3Settings.Limits.STANDARD);
    }
}
