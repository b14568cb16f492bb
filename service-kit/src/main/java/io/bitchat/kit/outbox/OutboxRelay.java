package io.bitchat.kit.outbox;

import io.bitchat.contracts.EventHeaders;
import io.bitchat.kit.event.EncodedEvent;
import io.bitchat.kit.event.EventProducer;
import io.bitchat.kit.outbox.OutboxTable.Stored;
import io.bitchat.kit.trace.Spans;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Publishes stored events in order: reads the oldest, waits until the broker has them all, removes them. A crash at any
 * point publishes some again with the same ids, never in another order and never not at all.
 *
 * <p>Of all replicas the one that holds the advisory lock leads. The lock belongs to the database session, so a replica
 * that dies gives it up with its connection. Runs on a thread of its own because the Kafka client may block.
 */
@ApplicationScoped
public class OutboxRelay {
    private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(15);
    private static final int FIRST_PAUSE_MS = 100;
    private static final int MAX_PAUSE_MS = 5_000;

    private final Pool pool;
    private final EventProducer producer;
    private final OutboxConfig config;
    private final List<PublishedListener> listeners;
    private final Spans spans;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final OutboxCall call;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("outbox-relay").unstarted(this::runUntilStopped);
    private volatile boolean stopped;

    OutboxRelay(
            Pool pool,
            EventProducer producer,
            OutboxConfig config,
            OutboxCall call,
            @All List<PublishedListener> listeners,
            Spans spans,
            InstantSource clock,
            MeterRegistry metrics) {
        this.pool = pool;
        this.producer = producer;
        this.config = config;
        this.call = call;
        this.listeners = listeners;
        this.spans = spans;
        this.clock = clock;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent startup) {
        if (!config.enabled()) return;
        Gauge.builder("bitchat.outbox.leading", () -> call.isLeading() ? 1 : 0)
                .description("1 where this replica publishes for all")
                .register(metrics);
        thread.start();
    }

    void stop(@Observes ShutdownEvent shutdown) throws InterruptedException {
        stopped = true;
        thread.interrupt();
        thread.join(Duration.ofSeconds(5));
    }

    private void runUntilStopped() {
        int failures = 0;
        while (!stopped) {
            try {
                serve();
                failures = 0;
            } catch (InterruptedException _) {
                return;
            } catch (ExecutionException | RuntimeException failure) {
                failures = call.isLeading() ? 1 : failures + 1;
                call.leading(false);
                Log.warnf("outbox relay interrupted, will go on cause=%s", failure);
                pause(failures);
            }
        }
    }

    /** One session with the database, until it breaks. */
    private void serve() throws InterruptedException, ExecutionException {
        var connection = await(pool.getConnection());
        var table = new OutboxTable(connection);
        try {
            ((PgConnection) connection.getDelegate()).notificationHandler(_ -> call.wake());
            await(table.listen());
            while (!await(table.tryLead())) Thread.sleep(config.standby());
            call.leading(true);
            while (!stopped) publishNext(table);
        } finally {
            call.leading(false);
            table.release().subscribe().with(_ -> {}, _ -> {});
        }
    }

    private void publishNext(OutboxTable table) throws InterruptedException, ExecutionException {
        call.forget(); // before the read: what commits after it wakes us again
        var batch = await(table.oldest(config.batch()));
        if (batch.isEmpty()) {
            call.await(config.idle().toMillis());
            return;
        }
        publish(batch);
        await(table.remove(batch, listeners));
        metrics.counter("bitchat.outbox.published").increment(batch.size());
        if (batch.size() < config.batch()) Thread.sleep(config.gather());
    }

    /** All of the batch, or a failure after which nothing of it may be taken as sent. */
    private void publish(List<Stored> batch) throws InterruptedException, ExecutionException {
        var start = clock.instant();
        try {
            var sent = new ArrayList<CompletableFuture<Void>>(batch.size());
            for (var stored : batch) {
                var one = producer.send(stored.event());
                if (one.isCompletedExceptionally()) one.get(); // a later event must not overtake it
                sent.add(one);
            }
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).get();
            if (spans.areWanted()) batch.forEach(stored -> record(stored.event(), start));
        } catch (ExecutionException failure) {
            producer.renew();
            throw failure;
        }
    }

    private void record(EncodedEvent event, Instant start) {
        spans.published(event.headers().get(EventHeaders.TRACE_PARENT), event.topic(), start);
    }

    private static <T> T await(Uni<T> work) throws InterruptedException, ExecutionException {
        return work.ifNoItem()
                .after(DATABASE_PATIENCE)
                .fail()
                .subscribeAsCompletionStage()
                .get();
    }

    private void pause(int failures) {
        int ceiling = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS << Math.min(failures, 6));
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(ceiling / 2, ceiling + 1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
