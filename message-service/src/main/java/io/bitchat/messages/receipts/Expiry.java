package io.bitchat.messages.receipts;

import io.bitchat.contracts.messages.MessageEvent;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.trace.TraceContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.StreamSupport;

/** Fails messages that were not acknowledged within their ttl. Replicas share the work without blocking each other. */
@ApplicationScoped
class Expiry {
    private static final String REASON = "ttl_expired";
    private static final int BATCH = 500;

    /** Locks the message row first, as receipts do, so that a receipt and the expiry cannot deadlock. */
    private static final String EXPIRE = """
            with due as (
                select m.message_id, u.peer_id, u.position
                from undelivered u join messages m on m.message_id = u.message_id
                where u.expires_at <= $1
                order by u.expires_at
                limit $2
                for no key update of m skip locked),
            gone as (
                delete from undelivered u using due d where u.peer_id = d.peer_id and u.position = d.position)
            update messages m
            set status = 'failed', failed_at = $1, failed_reason = $3
            from due d
            where m.message_id = d.message_id and m.status in ('pending', 'sent')
            returning m.message_id, m.conversation, m.from_peer_id, m.to_peer_id
            """;

    private final Transactions transactions;
    private final Outbox outbox;
    private final InstantSource clock;
    private final MeterRegistry metrics;

    Expiry(Transactions transactions, Outbox outbox, InstantSource clock, MeterRegistry metrics) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Scheduled(
            every = "${bitchat.messages.expiry-interval:1s}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return expireSome()
                .repeat()
                .until(expired -> expired < BATCH)
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** Expires one batch; returns the number of messages that failed. */
    Uni<Integer> expireSome() {
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return transactions.run(connection -> expire(connection, now)).invoke(expired -> metrics.counter(
                        "bitchat.messages.failed", "reason", REASON)
                .increment(expired));
    }

    private Uni<Integer> expire(SqlConnection connection, Instant now) {
        return connection
                .preparedQuery(EXPIRE)
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC), BATCH, REASON))
                .flatMap(rows -> {
                    List<Outbox.Entry> events = StreamSupport.stream(rows.spliterator(), false)
                            .map(row -> new Outbox.Entry(failed(row, now), TraceContext.start()))
                            .toList();
                    return outbox.append(connection, events).replaceWith(events.size());
                });
    }

    private static MessageEvent.Failed failed(Row row, Instant now) {
        return new MessageEvent.Failed(
                row.getString(0), now, row.getString(1), row.getString(2), row.getString(3), REASON);
    }
}
