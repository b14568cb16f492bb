package io.bitchat.messages.realtime;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Closes all sockets when the service stops, a batch at a time, so that their clients do not all come back in the same
 * instant. While another replica is taking over, they are spread over the delay of the shutdown: a process that has just
 * started runs the code of a handshake for the first time, and 200 clients at once would wait for each other. A quarter
 * of the delay is left, because timers are late on a busy machine and the server closes with another code afterwards.
 */
@ApplicationScoped
class SocketDrain {
    private static final int BATCH_MILLIS = 50;
    /** Batches and their smallest size if the shutdown has no delay, because nobody else is there to take over. */
    private static final int QUICK_BATCHES = 50;

    private static final int QUICK_BATCH = 200;
    /** Time beyond the delay for the batches that are left, and for the clients' answers to the last one. */
    private static final Duration PATIENCE = Duration.ofMillis(3_500);

    private static final int FIRST = 1;

    private final Hub hub;
    private final Presence presence;
    private final Vertx vertx;
    private final Duration delay;
    private final CompletableFuture<Void> empty = new CompletableFuture<>();

    SocketDrain(
            Hub hub,
            Presence presence,
            Vertx vertx,
            @ConfigProperty(name = "quarkus.shutdown.delay", defaultValue = "0") Duration delay) {
        this.hub = hub;
        this.presence = presence;
        this.vertx = vertx;
        this.delay = delay;
    }

    /** Begins as soon as the process is told to stop; requests in flight finish meanwhile. */
    void begin(@Observes ShutdownDelayInitiatedEvent stop) {
        if (hub.isStopping()) return;
        hub.stopAccepting();
        int sockets = hub.sockets();
        if (sockets > 0) Log.infof("closing sockets count=%d", sockets);
        empty.completeOnTimeout(null, delay.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
        next(batchOf(sockets));
    }

    private int batchOf(int sockets) {
        int batches = (int) Math.min(delay.multipliedBy(3).dividedBy(4).toMillis() / BATCH_MILLIS, Integer.MAX_VALUE);
        if (batches > 0) return Math.max(1, Math.ceilDiv(sockets, batches));
        return Math.max(QUICK_BATCH, Math.ceilDiv(sockets, QUICK_BATCHES));
    }

    private void next(int batch) {
        hub.closeForRestart(batch);
        if (hub.sockets() == 0) empty.complete(null);
        else if (!empty.isDone()) vertx.setTimer(BATCH_MILLIS, _ -> next(batch));
    }

    /**
     * Tells of the clients that have not answered, before other observers close what these events need. The server is
     * closed by now: it waits for its sockets for a little longer than this class.
     */
    void end(@Observes @Priority(FIRST) ShutdownEvent stop) {
        begin(new ShutdownDelayInitiatedEvent());
        empty.join();
        hub.peers().forEach(presence::handedOver);
        presence.flush();
    }
}
