package io.bitchat.peers.trust;

import io.bitchat.contracts.messages.MessageEvent;
import io.bitchat.kit.event.IdempotentConsumer;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Counts messages sent and received by peers, and delivered messages as good marks of their senders. */
@ApplicationScoped
class MessageProjection {
    /** Locks rows in ascending order first, because batches of several partitions update the same peers. */
    private static final String COUNT = """
            with told as (
                select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::timestamptz[])
                as t (peer_id, sent, received, delivered, active_at)),
            locked as (
                select p.peer_id from peers p where p.peer_id = any($1) order by p.peer_id for no key update)
            update peers p
            set messages_sent = p.messages_sent + t.sent,
                messages_received = p.messages_received + t.received,
                good_marks = p.good_marks + t.delivered,
                last_seen = greatest(p.last_seen, t.active_at)
            from told t join locked l using (peer_id)
            where t.peer_id = p.peer_id
            returning p.peer_id
            """;

    /** A peer may register after {@link #COUNT} has looked, so whoever was not counted is kept here for {@link #TAKE_OVER}. */
    private static final String COUNT_EARLY = """
            insert into early_counts as e (peer_id, messages_sent, messages_received, good_marks)
            select t.peer_id, t.sent, t.received, t.delivered
            from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[]) as t (peer_id, sent, received, delivered)
            where t.peer_id <> all($5::text[])
            order by t.peer_id
            on conflict (peer_id) do update
            set messages_sent = e.messages_sent + excluded.messages_sent,
                messages_received = e.messages_received + excluded.messages_received,
                good_marks = e.good_marks + excluded.good_marks
            """;
    /** Moves the counts of peers that registered while their messages were being counted. */
    private static final String TAKE_OVER = """
            with early as (
                delete from early_counts e using peers p where e.peer_id = p.peer_id returning e.*)
            update peers p
            set messages_sent = p.messages_sent + e.messages_sent,
                messages_received = p.messages_received + e.messages_received,
                good_marks = p.good_marks + e.good_marks
            from early e
            where e.peer_id = p.peer_id
            """;

    private final IdempotentConsumer consumer;
    private final Pool pool;

    MessageProjection(IdempotentConsumer consumer, Pool pool) {
        this.consumer = consumer;
        this.pool = pool;
    }

    /** Counts for one peer in a batch of events. */
    private record Tally(long sent, long received, long delivered, Instant activeAt) {
        static final Tally NOTHING = new Tally(0, 0, 0, Instant.EPOCH);

        Tally withSent(Instant at) {
            return new Tally(sent + 1, received, delivered, activeAt.isAfter(at) ? activeAt : at);
        }

        Tally withReceived() {
            return new Tally(sent, received + 1, delivered, activeAt);
        }

        Tally withDelivered() {
            return new Tally(sent, received, delivered + 1, activeAt);
        }
    }

    @Incoming("messages")
    Uni<Void> project(ConsumerRecords<String, byte[]> records) {
        return consumer.consume(MessageEvent.class, records, MessageProjection::apply);
    }

    private static Uni<Void> apply(SqlConnection connection, List<MessageEvent> events) {
        var tallies = new TreeMap<String, Tally>();
        for (var event : events) {
            switch (event) {
                case MessageEvent.Sent sent -> {
                    add(tallies, sent.fromPeerId(), tally -> tally.withSent(sent.at()));
                    add(tallies, sent.toPeerId(), Tally::withReceived);
                }
                case MessageEvent.Delivered delivered -> add(tallies, delivered.fromPeerId(), Tally::withDelivered);
                case MessageEvent.Read _, MessageEvent.Failed _ -> {}
            }
        }
        return tallies.isEmpty() ? Uni.createFrom().voidItem() : count(connection, tallies);
    }

    private static void add(TreeMap<String, Tally> tallies, String peerId, Function<Tally, Tally> change) {
        tallies.put(peerId, change.apply(tallies.getOrDefault(peerId, Tally.NOTHING)));
    }

    private static Uni<Void> count(SqlConnection connection, TreeMap<String, Tally> tallies) {
        var columns = Tuple.of(
                tallies.keySet().toArray(String[]::new),
                column(tallies, Tally::sent, Long[]::new),
                column(tallies, Tally::received, Long[]::new),
                column(tallies, Tally::delivered, Long[]::new),
                column(tallies, tally -> tally.activeAt().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new));
        return connection
                .preparedQuery(COUNT)
                .execute(columns)
                .flatMap(counted -> counted.rowCount() == tallies.size()
                        ? Uni.createFrom().voidItem()
                        : countEarly(connection, columns, counted));
    }

    private static Uni<Void> countEarly(SqlConnection connection, Tuple columns, RowSet<Row> counted) {
        var known = StreamSupport.stream(counted.spliterator(), false)
                .map(row -> row.getString(0))
                .toArray(String[]::new);
        var early = Tuple.of(columns.getValue(0), columns.getValue(1), columns.getValue(2), columns.getValue(3), known);
        return connection.preparedQuery(COUNT_EARLY).execute(early).replaceWithVoid();
    }

    @Scheduled(every = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> takeOver() {
        return pool.query(TAKE_OVER).execute().replaceWithVoid();
    }

    private static <C> C[] column(TreeMap<String, Tally> tallies, Function<Tally, C> value, IntFunction<C[]> array) {
        return tallies.values().stream().map(value).toArray(array);
    }
}
