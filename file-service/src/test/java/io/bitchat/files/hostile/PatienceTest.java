package io.bitchat.files.hostile;

import static io.bitchat.files.Files.begin;
import static io.bitchat.files.Files.bytes;
import static io.bitchat.files.Files.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.bitchat.files.Files;
import io.bitchat.files.RealServers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A slow database. */
@QuarkusTest
@RealServers
@TestProfile(PatienceTest.Impatient.class)
class PatienceTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Pool pool;
    private final byte[] bytes = bytes(1_000, 1);

    PatienceTest(Pool pool) {
        this.pool = pool;
    }

    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("bitchat.files.patience", "1s");
        }
    }

    @Test
    void aChunkThatCannotBeCommittedIsAnsweredInTimeAndIsStoredLater() {
        var file = begin(bytes.length);
        var other = pool.getConnection().await().atMost(LONG);
        try {
            var transaction = other.begin().await().atMost(LONG);
            other.preparedQuery("select 1 from file_transfers where file_id = $1 for update")
                    .execute(Tuple.of(file))
                    .await()
                    .atMost(LONG);

            raw(file, 0, bytes)
                    .statusCode(503)
                    .body("code", equalTo("dependency_unavailable"))
                    .header("Retry-After", notNullValue());

            transaction.commit().await().atMost(LONG);
        } finally {
            other.close().await().atMost(LONG);
        }
        Awaitility.await().atMost(LONG).untilAsserted(() -> raw(file, 0, bytes).statusCode(200));
        assertThat(Files.download(file)).isEqualTo(bytes);
    }
}
