package io.bitchat.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.testkit.Heard;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How the relay of the kit handles events that are long or that Kafka rejects. */
@QuarkusTest
@RealServers
class OutboxRelayTest {
    private static final String TOPIC = "bitchat.files.v1";
    private static final String HEADERS = "{\"ce_type\":\"io.bitchat.test.told.v1\",\"ce_id\":\"%s\"}";
    private static final String APPEND = "insert into outbox (topic, key, headers, payload) values ($1, $2, $3, $4)";
    private static final int MORE_THAN_KAFKA_TAKES = 2 << 20;
    private static final int LONG = 400 << 10;

    @Inject
    Pool pool;

    private final String key = "relay-" + UUID.randomUUID();

    @Test
    void whatKafkaNeverTakesDoesNotStandInTheWay() {
        append("{\"n\":1}");
        append("{\"n\":\"" + "x".repeat(MORE_THAN_KAFKA_TAKES) + "\"}");
        append("{\"n\":3}");

        var heard = Heard.about(TOPIC, key, 2);

        assertThat(heard).extracting(fact -> fact.value().path("n").asInt()).containsExactly(1, 3);
        await().atMost(Duration.ofSeconds(20)).until(() -> count("outbox_refused") == 1 && count("outbox") == 0);
        var refused = pool.preparedQuery("select octet_length(payload), reason from outbox_refused where key = $1")
                .executeAndAwait(Tuple.of(key))
                .iterator()
                .next();
        assertThat(refused.getInteger(0)).isGreaterThan(MORE_THAN_KAFKA_TAKES);
        assertThat(refused.getString(1)).contains("RecordTooLarge");
    }

    /** Together they are four times what the relay reads at once. */
    @Test
    void longEventsGoInOrder() {
        var text = "x".repeat(LONG);
        for (int n = 0; n < 40; n++) append("{\"n\":" + n + ",\"text\":\"" + text + "\"}");

        var heard = Heard.about(TOPIC, key, 40);

        assertThat(heard)
                .extracting(fact -> fact.value().path("n").asInt())
                .containsExactlyElementsOf(IntStream.range(0, 40).boxed().toList());
    }

    private void append(String payload) {
        pool.preparedQuery(APPEND)
                .executeAndAwait(Tuple.of(
                        TOPIC,
                        key,
                        HEADERS.formatted(UUID.randomUUID()),
                        Buffer.buffer(payload).getDelegate()));
    }

    private int count(String table) {
        return pool.preparedQuery("select count(*)::int from " + table + " where key = $1")
                .executeAndAwait(Tuple.of(key))
                .iterator()
                .next()
                .getInteger(0);
    }
}
