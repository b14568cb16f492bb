package io.bitchat.kit.outbox;

import io.bitchat.kit.outbox.OutboxTable.Stored;
import io.bitchat.retry.Backoff;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Publishes stored events in order: reads the oldest, waits until the broker has all of them, then deletes them. After
 * a crash some are published again with the same ids. None is lost, and the order stays the same.
 *
 * <p>The replica that holds the advisory lock leads. The lock belongs to the database session, so a replica that dies
 * releases it with its connection. Runs on a thread of its own, because the Kafka client may block.
 */
@ApplicationScoped
public class OutboxRelay {
    private static final Duration DATABASE_PATIENCE = Duration.ofSeconds(15);
    private static final Backoff BACKOFF = Backoff.ofMillis(200, 5_000);

    private final Pool pool;
    private final OutboxPublication publication;
    private final OutboxConfig config;
    private final List<PublishedListener> listeners;
    private final MeterRegistry metrics;
    private final OutboxNotifier notifier;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("outbox-relay").unstarted(this::runUntilStopped);
    private volatile boolean stopped;

    OutboxRelay(
            Pool pool,
            OutboxPublication publication,
            OutboxConfig config,
            OutboxNotifier notifier,
            @All List<PublishedListener> listeners,
            MeterRegistry metrics) {
        this.pool = pool;
        this.publication = publication;
        this.config = config;
        this.notifier = notifier;
        this.listeners = listeners;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent startup) {
        if (!config.enabled()) return;
        Gauge.builder("bitchat.outbox.leading", () -> notifier.isLeading() ? 1 : 0)
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
                failures = notifier.isLeading() ? 1 : failures + 1;
                notifier.leading(false);
                Log.warnf("outbox relay failed, retrying cause=%s", failure);
                pause(failures);
            }
        }
    }

    /** Works in one database session until it breaks. */
    private void serve() throws InterruptedException, ExecutionException {
        var connection = lease();
        var table = new OutboxTable(connection);
        try {
            ((PgConnection) connection.getDelegate()).notificationHandler(_ -> notifier.wake());
            await(table.listen());
            while (!await(table.tryLead())) Thread.sleep(config.standby());
            notifier.leading(true);
            while (!stopped) publishNext(table);
        } finally {
            notifier.leading(false);
            table.release().subscribe().with(_ -> {}, _ -> {});
        }
    }

    private void publishNext(OutboxTable table) throws InterruptedException, ExecutionException {
        notifier.forget(); // before the read: what commits after it wakes us again
        var batch = await(table.oldest(config.batch(), config.batchBytes()));
        if (batch.isEmpty()) {
            notifier.await(config.idle().toMillis());
            return;
        }
        var refused = publication.publish(batch);
        var published =
                batch.stream().filter(stored -> !refused.containsKey(stored)).toList();
        await(table.remove(published, listeners));
        if (!refused.isEmpty()) await(table.setAside(refused));
        metrics.counter("bitchat.outbox.published").increment(published.size());
        if (!isFull(batch)) Thread.sleep(config.gather());
    }

    /** Whether more events may be waiting behind this batch. */
    private boolean isFull(List<Stored> batch) {
        return batch.size() == config.batch()
                || batch.stream()
                                .mapToLong(stored -> stored.event().value().length)
                                .sum()
                        >= config.batchBytes() / 2;
    }

    /** Takes a connection. One that arrives too late is returned to the pool, since nobody else would do it. */
    private SqlConnection lease() throws InterruptedException, ExecutionException {
        var coming = pool.getConnection().subscribeAsCompletionStage();
        try {
            return coming.get(DATABASE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | InterruptedException late) {
            var _ = coming.thenAccept(
                    connection -> connection.close().subscribe().with(_ -> {}, _ -> {}));
            if (late instanceof InterruptedException interrupted) throw interrupted;
            throw new ExecutionException(late);
        }
    }

    private static <T> T await(Uni<T> work) throws InterruptedException, ExecutionException {
        return work.ifNoItem()
                .after(DATABASE_PATIENCE)
                .fail()
                .subscribeAsCompletionStage()
                .get();
    }

    private void pause(int failures) {
        try {
            Thread.sleep(BACKOFF.millisAfter(failures));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
