package io.bitchat.peers.presence;

import io.bitchat.contracts.presence.PresenceEvent;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.event.IdempotentConsumer;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.trace.TraceContext;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Stores the leases that sockets and edge nodes announce, and removes expired leases. */
@ApplicationScoped
class PresenceProjection {
    private static final int SWEEP = 500;
    private static final String PUT = """
            insert into presence_leases (peer_id, source, expires_at)
            select * from unnest($1::text[], $2::text[], $3::timestamptz[])
            on conflict (peer_id, source) do update set expires_at = excluded.expires_at
            """;
    private static final String SEEN = """
            update peers p set last_seen = greatest(p.last_seen, s.at)
            from (select * from unnest($1::text[], $2::timestamptz[]) as s (peer_id, at) order by peer_id) s
            where s.peer_id = p.peer_id
            """;
    /** A peer without a socket is offline, even if a recent call left a lease. */
    private static final String CALLS_END_WITH_SOCKETS = """
            delete from presence_leases c
            where c.peer_id = any($1) and c.source in ('api', 'call')
              and not exists (select 1 from presence_leases s
                              where s.peer_id = c.peer_id and s.source not in ('api', 'call') and s.expires_at > $2)
            returning c.peer_id, c.source
            """;

    private static final String DUE =
            "select peer_id from presence_leases where expires_at <= $1 order by expires_at limit $2";
    private static final String RUN_OUT = "delete from presence_leases where peer_id = any($1) and expires_at <= $2";

    private final IdempotentConsumer consumer;
    private final Leases leases;
    private final Outbox outbox;
    private final Transactions transactions;
    private final InstantSource clock;

    PresenceProjection(
            IdempotentConsumer consumer, Leases leases, Outbox outbox, Transactions transactions, InstantSource clock) {
        this.consumer = consumer;
        this.leases = leases;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Incoming("presence")
    Uni<Void> project(ConsumerRecords<String, byte[]> records) {
        return consumer.consume(PresenceEvent.class, records, this::apply);
    }

    Uni<Void> apply(SqlConnection connection, List<PresenceEvent> events) {
        // leases of this service were stored when they were granted
        var others = events.stream()
                .filter(event -> !event.source().equals(Leases.API))
                .toList();
        if (others.isEmpty()) return Uni.createFrom().voidItem();
        var newest = new TreeMap<String, PresenceEvent>();
        for (var event : others) newest.put(event.peerId() + ' ' + event.source(), event);
        var left = new TreeSet<String>();
        newest.values().stream().filter(PresenceProjection::leftASocket).forEach(event -> left.add(event.peerId()));
        var touched = new TreeSet<String>();
        others.forEach(event -> touched.add(event.peerId()));
        return leases.lock(connection, touched)
                .chain(() -> put(connection, newest.values()))
                .chain(() -> endCalls(connection, left))
                .chain(() -> seen(connection, others))
                .chain(() -> leases.refresh(connection, touched));
    }

    /**
     * This service itself publishes the end of call leases after the last socket, so those events must not trigger it
     * again.
     */
    private static boolean leftASocket(PresenceEvent event) {
        return event instanceof PresenceEvent.WentOffline offline && !Leases.CALLS.contains(offline.source());
    }

    private static Uni<Void> put(SqlConnection connection, Collection<PresenceEvent> events) {
        var columns = Tuple.of(
                events.stream().map(PresenceEvent::peerId).toArray(String[]::new),
                events.stream().map(PresenceEvent::source).toArray(String[]::new),
                events.stream().map(event -> Leases.utc(until(event))).toArray(OffsetDateTime[]::new));
        return connection.preparedQuery(PUT).execute(columns).replaceWithVoid();
    }

    private static Instant until(PresenceEvent event) {
        return switch (event) {
            case PresenceEvent.CameOnline online -> online.leaseUntil();
            case PresenceEvent.WentOffline offline -> offline.at(); // expired at once; the sweep deletes it
        };
    }

    private Uni<Void> endCalls(SqlConnection connection, Collection<String> peerIds) {
        if (peerIds.isEmpty()) return Uni.createFrom().voidItem();
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return connection
                .preparedQuery(CALLS_END_WITH_SOCKETS)
                .execute(Tuple.of(peerIds.toArray(String[]::new), Leases.utc(now)))
                .map(ended -> StreamSupport.stream(ended.spliterator(), false)
                        .map(row ->
                                new PresenceEvent.WentOffline(row.getString(0), now, row.getString(1), "disconnected"))
                        .map(event -> new Outbox.Entry(event, TraceContext.start()))
                        .toList())
                .flatMap(told -> outbox.append(connection, told));
    }

    private static Uni<Void> seen(SqlConnection connection, List<PresenceEvent> events) {
        var last = new TreeMap<String, Instant>();
        for (var event : events) last.merge(event.peerId(), event.at(), (a, b) -> a.isAfter(b) ? a : b);
        var columns = Tuple.of(
                last.keySet().toArray(String[]::new),
                last.values().stream().map(Leases::utc).toArray(OffsetDateTime[]::new));
        return connection.preparedQuery(SEEN).execute(columns).replaceWithVoid();
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> runOut() {
        var now = Leases.utc(clock.instant());
        return transactions.run(connection -> connection
                .preparedQuery(DUE)
                .execute(Tuple.of(now, SWEEP))
                .map(PresenceProjection::peersOf)
                .flatMap(peers -> peers.isEmpty() ? Uni.createFrom().voidItem() : runOut(connection, peers, now)));
    }

    private Uni<Void> runOut(SqlConnection connection, List<String> peers, OffsetDateTime now) {
        return leases.lock(connection, peers)
                .chain(() -> connection.preparedQuery(RUN_OUT).execute(Tuple.of(peers.toArray(String[]::new), now)))
                .chain(() -> leases.refresh(connection, peers));
    }

    private static List<String> peersOf(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getString(0))
                .distinct()
                .toList();
    }
}
