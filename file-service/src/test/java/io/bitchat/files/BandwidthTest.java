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

/** S0-FIL-05, 09 and 11; the even rate within a second is tested in virtual time. */
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

    /** Delays by the limit do not count towards the body timeout, which is half a second here. */
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

        // only a lower bound: how much a busy machine slows it down further does not matter
        assertThat(Duration.ofNanos(down - up)).isGreaterThan(Duration.ofMillis(1_900));
        assertThat(Duration.ofNanos(end - down)).isGreaterThan(Duration.ofMillis(1_900));
        given().get("/metrics")
                .then()
                .body(containsString("bitchat_files_bandwidth_limit_mbps 8.0"))
                .body(containsString("bitchat_files_throttle_wait_seconds_count{direction=\"in\"}"))
                .body(containsString("bitchat_files_chunks_in_flight"));
    }
}
