package io.bitchat.peers.trust;

import io.bitchat.peers.trust.Tallies.Tally;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;

/** Adds tallies to the counters and marks of peers, in one statement however many peers there are. */
@ApplicationScoped
class TallyTable {
    /** Locks rows in ascending order first, because batches of several partitions update the same peers. */
    private static final String COUNT = """
            with told as (
                select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[],
                                     $6::timestamptz[])
                as t (peer_id, sent, received, good, bad, active_at)),
            locked as (
                select p.peer_id from peers p where p.peer_id = any($1) order by p.peer_id for no key update)
            update peers p
            set messages_sent = p.messages_sent + t.sent,
                messages_received = p.messages_received + t.received,
                good_marks = p.good_marks + t.good,
                bad_marks = p.bad_marks + t.bad,
                last_seen = greatest(p.last_seen, t.active_at)
            from told t join locked l using (peer_id)
            where t.peer_id = p.peer_id
            returning p.peer_id
            """;

    /** A peer may register after {@link #COUNT} has looked, so whoever was not counted is kept here for {@link #TAKE_OVER}. */
    private static final String COUNT_EARLY = """
            insert into early_counts as e (peer_id, messages_sent, messages_received, good_marks, bad_marks)
            select t.peer_id, t.sent, t.received, t.good, t.bad
            from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
                as t (peer_id, sent, received, good, bad)
            where t.peer_id <> all($6::text[])
            order by t.peer_id
            on conflict (peer_id) do update
            set messages_sent = e.messages_sent + excluded.messages_sent,
                messages_received = e.messages_received + excluded.messages_received,
                good_marks = e.good_marks + excluded.good_marks,
                bad_marks = e.bad_marks + excluded.bad_marks
            """;
    /** Moves the counts of peers that registered while their messages were being counted. */
    private static final String TAKE_OVER = """
            with early as (
                delete from early_counts e using peers p where e.peer_id = p.peer_id returning e.*)
            update peers p
            set messages_sent = p.messages_sent + e.messages_sent,
                messages_received = p.messages_received + e.messages_received,
                good_marks = p.good_marks + e.good_marks,
                bad_marks = p.bad_marks + e.bad_marks
            from early e
            where e.peer_id = p.peer_id
            """;

    private final Pool pool;

    TallyTable(Pool pool) {
        this.pool = pool;
    }

    /** Adds the tallies in the transaction of the connection. */
    Uni<Void> add(SqlConnection connection, Tallies tallies) {
        if (tallies.isEmpty()) return Uni.createFrom().voidItem();
        var columns = columns(tallies);
        columns.addValue(column(tallies, tally -> tally.activeAt().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new));
        return connection
                .preparedQuery(COUNT)
                .execute(columns)
                .flatMap(counted -> counted.rowCount() == tallies.size()
                        ? Uni.createFrom().voidItem()
                        : addEarly(connection, tallies, counted));
    }

    private static Uni<Void> addEarly(SqlConnection connection, Tallies tallies, RowSet<Row> counted) {
        var columns = columns(tallies);
        columns.addValue(StreamSupport.stream(counted.spliterator(), false)
                .map(row -> row.getString(0))
                .toArray(String[]::new));
        return connection.preparedQuery(COUNT_EARLY).execute(columns).replaceWithVoid();
    }

    @Scheduled(every = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> takeOver() {
        return pool.query(TAKE_OVER).execute().replaceWithVoid();
    }

    private static Tuple columns(Tallies tallies) {
        return Tuple.tuple()
                .addValue(tallies.peers().toArray(String[]::new))
                .addValue(column(tallies, Tally::sent, Long[]::new))
                .addValue(column(tallies, Tally::received, Long[]::new))
                .addValue(column(tallies, Tally::good, Long[]::new))
                .addValue(column(tallies, Tally::bad, Long[]::new));
    }

    private static <C> C[] column(Tallies tallies, Function<Tally, C> value, IntFunction<C[]> array) {
        return tallies.sums().stream().map(value).toArray(array);
    }
}
