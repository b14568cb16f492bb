package io.bitchat.messages.stats;

import io.bitchat.contracts.Contract;
import io.bitchat.contracts.messages.MessageEvent;
import io.bitchat.messages.realtime.Hub;
import io.bitchat.messages.stats.StatsResource.StatsResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** Counts from the database. Messages are counted per minute, so that the cost does not grow with the history. */
@ApplicationScoped
class Statistics {
    private static final Duration REPLICA_SILENCE = Duration.ofSeconds(45);
    private static final String SENT = "%\"" + Contract.typeOf(MessageEvent.Sent.class) + "\"%";
    /** Messages not counted yet are still in the outbox; one transaction removes and counts them. */
    private static final String COUNT = """
            with waiting as (
                select count(*) as accepted from outbox where topic = $4 and headers like $5),
            counted as (
                select minute, accepted from message_counts
                union all select minute, accepted from group_message_counts)
            select
                (select count(*) from known_peers where registered),
                (select count(distinct p.peer_id) from presence_leases l join known_peers p using (peer_id)
                 where l.expires_at > $1 and p.registered),
                (select coalesce(sum(sockets), 0) from replica_sockets where replica <> $2 and seen_at > $3),
                (select coalesce(sum(accepted), 0) from counted) + (select accepted from waiting),
                (select coalesce(sum(accepted), 0) from counted where minute > $1 - interval '24 hours')
                    + (select accepted from waiting)
            """;

    private final Pool pool;
    private final Hub hub;
    private final InstantSource clock;

    Statistics(Pool pool, Hub hub, InstantSource clock) {
        this.pool = pool;
        this.hub = hub;
        this.clock = clock;
    }

    Uni<StatsResponse> current() {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(now, hub.replica(), now.minus(REPLICA_SILENCE), MessageEvent.TOPIC, SENT))
                .map(rows -> {
                    var row = rows.iterator().next();
                    return new StatsResponse(
                            row.getLong(0),
                            row.getLong(1),
                            hub.sockets() + row.getLong(2),
                            row.getLong(3),
                            row.getLong(4),
                            "healthy");
                });
    }
}
