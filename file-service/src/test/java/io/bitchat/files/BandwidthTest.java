package io.bitchat.files;

import static io.bitchat.files.Files.begin;
import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.download;
import static io.bitchat.files.Files.part;
import static io.bitchat.files.Files.raw;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** S0-FIL-05, 09 and 11; that a second is smooth is shown in virtual time. */
@QuarkusTest
@RealServers
@TestProfile(BandwidthTest.Limited.class)
class BandwidthTest {
    private static final int SIZE = 2 * Files.CHUNK;

    public static final class Limited implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("BITCHAT_BANDWIDTH_LIMIT", "8", "bitchat.files.body-timeout", "500ms");
        }
    }

    /** The time that the limit takes is not counted against the client, who has half a second for a body. */
    @Test
    void eightMegabitsPerSecondAreAMillionBytes() {
        var bytes = bytes(SIZE, 1);
        var file = begin(SIZE);

        var up = System.nanoTime();
        for (int index = 0; index < 2; index++)
            raw(file, index, part(bytes, index)).statusCode(200);
        var down = System.nanoTime();
        assertThat(download(file)).isEqualTo(bytes);
        var end = System.nanoTime();

        // what is below was fast; how much slower a busy machine makes it is not the limit's matter
        assertThat(Duration.ofNanos(down - up)).isGreaterThan(Duration.ofMillis(1_900));
        assertThat(Duration.ofNanos(end - down)).isGreaterThan(Duration.ofMillis(1_900));
        given().get("/metrics")
                .then()
                .body(containsString("bitchat_files_bandwidth_limit_mbps 8.0"))
                .body(containsString("bitchat_files_throttle_wait_seconds_count{direction=\"in\"}"))
                .body(containsString("bitchat_files_chunks_in_flight"));
    }
}
