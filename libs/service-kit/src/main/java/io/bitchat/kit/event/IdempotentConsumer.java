package io.bitchat.kit.event;

import io.bitchat.contracts.Event;
import io.bitchat.contracts.EventHeaders;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.event.EventReader.Received;
import io.bitchat.kit.problem.FailureClassifier;
import io.bitchat.kit.trace.Spans;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Applies each event to the database exactly once, however often Kafka delivers it: the event ids and the effects are
 * committed together. An event whose effect the database rejects becomes a dead letter; the others are applied.
 */
@ApplicationScoped
public class IdempotentConsumer {
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final String TAKE_NOTE = "insert into consumed_events (event_id) select distinct unnest($1::uuid[])"
            + " on conflict do nothing returning event_id";
    /** One day longer than the retention of the topics that could be delivered again. */
    private static final String FORGET = """
            delete from consumed_events where event_id in (
                select event_id from consumed_events where at < now() - interval '8 days' limit 10000)
            """;

    private final Pool pool;
    private final Transactions transactions;
    private final EventReader reader;
    private final DeadLetters deadLetters;
    private final Spans spans;
    private final InstantSource clock;
    private volatile boolean stopping;

    IdempotentConsumer(
            Pool pool,
            Transactions transactions,
            EventReader reader,
            DeadLetters deadLetters,
            Spans spans,
            InstantSource clock) {
        this.pool = pool;
        this.transactions = transactions;
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.spans = spans;
        this.clock = clock;
    }

    /**
     * Effect of events.
     *
     * @param run runs within the transaction that records the event ids
     * @param committed called after the commit with the result of {@code run}; not called after a rollback
     */
    public record Effect<E extends Event, R>(BiFunction<SqlConnection, List<E>, Uni<R>> run, Consumer<R> committed) {}

    /**
     * Reads a batch and applies its new events in order, in one transaction. While the database is unavailable it
     * retries with exponential backoff for {@code 30 min}. Then it fails, which stops the channel and its readiness.
     */
    public <E extends Event> Uni<Void> consume(
            Class<E> family,
            ConsumerRecords<String, byte[]> records,
            BiFunction<SqlConnection, List<E>, Uni<Void>> effect) {
        return consume(family, records, new Effect<>(effect, _ -> {}));
    }

    /** Like {@link #consume(Class, ConsumerRecords, BiFunction)}, for an effect with an action after the commit. */
    public <E extends Event> Uni<Void> consume(
            Class<E> family, ConsumerRecords<String, byte[]> records, Effect<E, ?> effect) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        return patiently(deadline, family, () -> reader.read(family, records))
                .flatMap(events -> events.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : patiently(deadline, family, () -> apply(events, effect)));
    }

    /** Stops retrying at shutdown. Events that are not applied are delivered again to the next consumer. */
    void stop(@Observes ShutdownEvent shutdown) {
        stopping = true;
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return pool.query(FORGET).execute().replaceWithVoid();
    }

    private <R> Uni<R> patiently(long deadline, Class<?> family, Supplier<Uni<R>> work) {
        return Uni.createFrom()
                .deferred(work::get)
                .onFailure()
                .invoke(failure -> Log.warnf("events not applied, retrying family=%s cause=%s", family, failure))
                .onFailure()
                .retry()
                .withBackOff(FIRST_BACKOFF, MAX_BACKOFF)
                .withJitter(0.5)
                .until(_ -> !stopping && System.nanoTime() < deadline);
    }

    private <E extends Event> Uni<Void> apply(List<Received<E>> events, Effect<E, ?> effect) {
        var start = clock.instant();
        return applyTogether(events, effect)
                .invoke(() -> record(events, start))
                .onFailure(FailureClassifier::blamesContent)
                .recoverWithUni(failure -> {
                    if (events.size() > 1) return applyApart(events, effect);
                    var culprit = events.getFirst();
                    return Uni.createFrom()
                            .completionStage(() -> deadLetters.bury(culprit.record(), "cannot be applied: " + failure));
                });
    }

    /** Applies the events one by one, to find the one that makes the batch fail. */
    private <E extends Event> Uni<Void> applyApart(List<Received<E>> events, Effect<E, ?> effect) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (var event : events) all = all.chain(() -> apply(List.of(event), effect));
        return all;
    }

    private <E extends Event, R> Uni<Void> applyTogether(List<Received<E>> events, Effect<E, R> effect) {
        return transactions
                .run(connection -> applyNew(connection, events, effect))
                .invoke(result -> result.ifPresent(effect.committed()))
                .replaceWithVoid();
    }

    private static <E extends Event, R> Uni<Optional<R>> applyNew(
            SqlConnection connection, List<Received<E>> events, Effect<E, R> effect) {
        return takeNote(connection, events).flatMap(fresh -> {
            var seen = new HashSet<UUID>();
            var news = events.stream()
                    .filter(event -> fresh.contains(event.id()) && seen.add(event.id()))
                    .map(Received::event)
                    .toList();
            return news.isEmpty()
                    ? Uni.createFrom().item(Optional.<R>empty())
                    : effect.run().apply(connection, news).map(Optional::ofNullable);
        });
    }

    private <E extends Event> void record(List<Received<E>> events, Instant start) {
        if (!spans.areWanted()) return;
        events.forEach(event -> spans.applied(
                EventReader.header(event.record(), EventHeaders.TRACE_PARENT),
                event.record().topic(),
                start));
    }

    private static <E extends Event> Uni<Set<UUID>> takeNote(SqlConnection connection, List<Received<E>> events) {
        var ids = events.stream().map(Received::id).toArray(UUID[]::new);
        return connection.preparedQuery(TAKE_NOTE).execute(Tuple.of(ids)).map(rows -> {
            var fresh = new HashSet<UUID>();
            rows.forEach(row -> fresh.add(row.getUUID(0)));
            return fresh;
        });
    }
}
