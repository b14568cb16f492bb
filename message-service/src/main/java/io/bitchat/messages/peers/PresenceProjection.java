package io.bitchat.messages.peers;

import io.bitchat.contracts.presence.PresenceEvent;
import io.bitchat.kit.event.IdempotentConsumer;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Stores the presence leases from the presence topic, for the statistics and for offers to edge nodes. */
@ApplicationScoped
class PresenceProjection {
    private static final String APPLY = """
            insert into presence_leases as l (peer_id, source, expires_at)
            select * from unnest($1::text[], $2::text[], $3::timestamptz[])
            on conflict (peer_id, source) do update set expires_at = excluded.expires_at
            """;

    private final IdempotentConsumer consumer;
    private final Pool pool;
    private final InstantSource clock;
    private final EdgePeers edgePeers;
    private final IdempotentConsumer.Effect<PresenceEvent, Boolean> effect;

    PresenceProjection(IdempotentConsumer consumer, Pool pool, InstantSource clock, EdgePeers edgePeers) {
        this.consumer = consumer;
        this.edgePeers = edgePeers;
        this.effect = new IdempotentConsumer.Effect<>(this::apply, edgePeers::noted);
        this.pool = pool;
        this.clock = clock;
    }

    @Incoming("presence")
    Uni<Void> project(ConsumerRecords<String, byte[]> records) {
        return consumer.consume(PresenceEvent.class, records, effect);
    }

    /** Deletes expired leases. */
    @Scheduled(every = "60s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return pool.preparedQuery("delete from presence_leases where expires_at < $1")
                .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private Uni<Boolean> apply(SqlConnection connection, List<PresenceEvent> events) {
        var newest = new TreeMap<String, Lease>();
        for (var event : events) newest.merge(event.peerId() + ' ' + event.source(), Lease.of(event), Lease::then);
        var leases = newest.values();
        return edgePeers.note(connection, leases).call(() -> write(connection, leases));
    }

    private static Uni<Void> write(SqlConnection connection, Collection<Lease> leases) {
        var columns = Tuple.of(
                leases.stream().map(Lease::peerId).toArray(String[]::new),
                leases.stream().map(Lease::source).toArray(String[]::new),
                leases.stream()
                        .map(lease -> lease.expiresAt().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
        return connection.preparedQuery(APPLY).execute(columns).replaceWithVoid();
    }
}
