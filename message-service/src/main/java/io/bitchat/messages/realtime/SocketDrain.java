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

/**
 * Closes all sockets when the service stops, a batch at a time, so that their clients do not all come back in the same
 * instant.
 */
@ApplicationScoped
class SocketDrain {
    private static final int BATCH_MILLIS = 50;
    private static final int BATCH = 5;
    /** Largest number of batches, which so take at most 2.5 s: with many sockets a batch has more of them. */
    private static final int BATCHES = 50;
    /** Time for all batches, and for the clients' answers to the last one. */
    private static final Duration PATIENCE = Duration.ofMillis(3_500);

    private static final int FIRST = 1;

    private final Hub hub;
    private final Presence presence;
    private final Vertx vertx;
    private final CompletableFuture<Void> empty = new CompletableFuture<>();

    SocketDrain(Hub hub, Presence presence, Vertx vertx) {
        this.hub = hub;
        this.presence = presence;
        this.vertx = vertx;
    }

    /** Begins as soon as the process is told to stop; requests in flight finish meanwhile. */
    void begin(@Observes ShutdownDelayInitiatedEvent stop) {
        if (hub.isStopping()) return;
        hub.stopAccepting();
        int sockets = hub.sockets();
        if (sockets > 0) Log.infof("closing sockets count=%d", sockets);
        empty.completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        next(Math.max(BATCH, Math.ceilDiv(sockets, BATCHES)));
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
