package io.bitchat.messages.peers;

import io.bitchat.contracts.presence.PresenceEvent;
import io.bitchat.kit.event.IdempotentConsumer;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Stores the presence leases from the presence topic, for the statistics. */
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

    PresenceProjection(IdempotentConsumer consumer, Pool pool, InstantSource clock) {
        this.consumer = consumer;
        this.pool = pool;
        this.clock = clock;
    }

    private record Lease(String peerId, String source, Instant expiresAt) {
        static Lease of(PresenceEvent event) {
            return switch (event) {
                case PresenceEvent.CameOnline online ->
                    new Lease(online.peerId(), online.source(), online.leaseUntil());
                // going offline is a lease that ends now
                case PresenceEvent.WentOffline offline -> new Lease(offline.peerId(), offline.source(), offline.at());
            };
        }
    }

    @Incoming("presence")
    Uni<Void> project(ConsumerRecords<String, byte[]> records) {
        return consumer.consume(PresenceEvent.class, records, PresenceProjection::apply);
    }

    /** Deletes expired leases. */
    @Scheduled(every = "60s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return pool.preparedQuery("delete from presence_leases where expires_at < $1")
                .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private static Uni<Void> apply(SqlConnection connection, List<PresenceEvent> events) {
        var newest = new TreeMap<String, Lease>();
        for (var event : events) newest.put(event.peerId() + ' ' + event.source(), Lease.of(event));
        var leases = newest.values();
        var columns = Tuple.of(
                leases.stream().map(Lease::peerId).toArray(String[]::new),
                leases.stream().map(Lease::source).toArray(String[]::new),
                leases.stream()
                        .map(lease -> lease.expiresAt().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
        return connection.preparedQuery(APPLY).execute(columns).replaceWithVoid();
    }
}
