package io.bitchat.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The gauges of events that wait for their publication. */
@QuarkusTest
@RealServers
class OutboxBacklogTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String APPEND = "insert into outbox (topic, key, headers, payload) values ($1, $2, $3, $4)";

    @Inject
    Pool pool;

    private final String key = "backlog-" + UUID.randomUUID();

    @Test
    void aWaitingEventIsCountedWithItsAgeUntilItIsPublished() {
        var session = pool.getConnectionAndAwait();
        try {
            session.beginAndAwait();
            while (!isHeldBack(session)) append(Instant.now().minus(Duration.ofHours(1)));

            await().atMost(SOON).until(() -> isHeldBack(session) && metric("bitchat_outbox_rows") >= 1);
            await().atMost(SOON).until(() -> isHeldBack(session) && metric("bitchat_outbox_age_seconds") > 3_000);
        } finally {
            session.query("rollback").executeAndAwait();
            session.closeAndAwait();
        }
        await().atMost(SOON).until(() -> metric("bitchat_outbox_rows") == 0);
        assertThat(metric("bitchat_outbox_age_seconds")).isZero();
    }

    /**
     * The relay cannot delete a row that is locked; it looks once a second, so an event may be gone already. To be asked
     * again and again: the database ends a transaction that is idle.
     */
    private boolean isHeldBack(SqlConnection session) {
        return session.preparedQuery("select id from outbox where key = $1 for update")
                        .executeAndAwait(Tuple.of(key))
                        .size()
                > 0;
    }

    private void append(Instant at) {
        var headers = "{\"ce_type\":\"io.bitchat.test.told.v1\",\"ce_id\":\"%s\",\"ce_time\":\"%s\"}"
                .formatted(UUID.randomUUID(), at);
        pool.preparedQuery(APPEND)
                .executeAndAwait(Tuple.of(
                        "bitchat.files.v1", key, headers, Buffer.buffer("{}").getDelegate()));
    }

    private static double metric(String name) {
        return RestAssured.get("/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
