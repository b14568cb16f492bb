package io.bitchat.peers.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.contracts.presence.PresenceEvent;
import io.bitchat.peers.RealServers;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class PresenceLocksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    Pool pool;

    @Inject
    PresenceProjection projection;

    private final String alice = "alice-" + UUID.randomUUID().toString().substring(0, 8);

    /** The peer calls while the end of its last socket is processed: both need its row and its lease. */
    @Test
    void aCallAndTheEndOfTheLastSocketDoNotWaitForEachOther() {
        RestAssured.given()
                .contentType(ContentType.JSON)
                .body(Map.of("peer_id", alice, "public_key", "abc123"))
                .post("/api/bitchat/peers/register")
                .then()
                .statusCode(201);
        var call = pool.getConnection().await().atMost(PATIENCE);
        call.query("begin").executeAndAwait();
        call.preparedQuery("update peers set is_online = true where peer_id = $1")
                .executeAndAwait(Tuple.of(alice));

        var left = new PresenceEvent.WentOffline(alice, Instant.now(), "socket-1", "closed");
        var noted = pool.withTransaction(connection -> projection.apply(connection, List.of(left)))
                .subscribeAsCompletionStage();
        await().atMost(PATIENCE).until(this::somebodyWaits);
        call.preparedQuery("insert into presence_leases (peer_id, source, expires_at) values ($1, 'api', now())"
                        + " on conflict (peer_id, source) do update set expires_at = excluded.expires_at")
                .execute(Tuple.of(alice))
                .await()
                .atMost(PATIENCE);
        call.query("commit").executeAndAwait();
        call.close().await().atMost(PATIENCE);

        assertThat(noted).succeedsWithin(PATIENCE);
    }

    private boolean somebodyWaits() {
        var rows = pool.query("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
                .executeAndAwait();
        return rows.iterator().next().getLong(0) > 0;
    }
}
