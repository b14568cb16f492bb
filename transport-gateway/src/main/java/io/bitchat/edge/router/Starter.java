package io.bitchat.edge.router;

import io.bitchat.edge.adapter.AdapterListener;
import io.bitchat.edge.adapter.TransportAdapter;
import io.bitchat.transport.Message;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.outbox.RetryPause;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts transports, and tries those that could not start again after a pause: a port becomes free, a device is plugged
 * in. Safe from any thread.
 */
final class Starter {
    private static final Logger LOG = LoggerFactory.getLogger(Starter.class);

    private final RetryPause pauses;
    private final RandomGenerator random;
    private final AdapterListener listener;
    private final BiConsumer<Duration, Runnable> later;
    private final Map<TransportId, CompletableFuture<Boolean>> starting = new HashMap<>();
    private boolean stopped;

    /** @param later runs a task after a pause */
    Starter(RetryPause pauses, RandomGenerator random, AdapterListener listener, BiConsumer<Duration, Runnable> later) {
        this.pauses = pauses;
        this.random = random;
        this.listener = listener;
        this.later = later;
    }

    /** Complete after the first attempt, with whether it succeeded. */
    CompletionStage<Boolean> start(TransportAdapter adapter) {
        return attempt(adapter, 1);
    }

    private synchronized CompletionStage<Boolean> attempt(TransportAdapter adapter, int number) {
        if (stopped) return CompletableFuture.completedFuture(false);
        var works = adapter.start(listener)
                .exceptionally(failure -> {
                    LOG.error("a bug in a transport: it failed to start transport={}", adapter.id(), failure);
                    return false;
                })
                .toCompletableFuture();
        starting.put(adapter.id(), works);
        works.thenAccept(it -> {
            if (!it) tryAgain(adapter, number);
        });
        return works;
    }

    private synchronized void tryAgain(TransportAdapter adapter, int failures) {
        if (stopped) return;
        var pause = pauses.after(failures, random);
        LOG.warn(
                "a transport does not start and is tried again transport={} pause_ms={} why={}",
                adapter.id(),
                pause.toMillis(),
                adapter.state(Message.BROADCAST).availability());
        later.accept(pause, () -> attempt(adapter, failures + 1));
    }

    /** No attempt begins any more; complete when those that have begun have ended. */
    synchronized CompletionStage<Void> stop() {
        stopped = true;
        return CompletableFuture.allOf(starting.values().toArray(CompletableFuture[]::new));
    }
}
