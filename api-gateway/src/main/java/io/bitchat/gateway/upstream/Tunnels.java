package io.bitchat.gateway.upstream;

import io.bitchat.gateway.GatewayConfig.Times;
import io.bitchat.gateway.GatewayMetrics;
import io.bitchat.gateway.admission.Callers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The open WebSockets of one event loop. */
public final class Tunnels {
    private static final int BATCH_MILLIS = 50;
    private static final int BATCH = 5;
    /** Largest number of batches, which so take at most 2 s: with many sockets a batch has more of them. */
    private static final int BATCHES = 40;

    private final Set<Tunnel> open = new LinkedHashSet<>();
    private final GatewayMetrics metrics;
    private final Callers callers;
    private final Times times;
    private @Nullable Promise<Void> empty;

    /** @param times of which those for a stalled client and for the answer to a close frame count */
    public Tunnels(GatewayMetrics metrics, Callers callers, Times times) {
        this.metrics = metrics;
        this.callers = callers;
        this.times = times;
    }

    Callers callers() {
        return callers;
    }

    /**
     * Passes the bytes of each side to the other, and closes each side when the other is closed.
     *
     * @param gone completes when the connection to the service is closed. The handlers of {@code service} do not stand
     *     for it: Vert.x 4.5.27 does not call its close handler after a reset, and no handler at all is called for what
     *     happened before it was set.
     * @param closed action that runs once when the client's side is closed
     */
    void join(NetSocket client, NetSocket service, Future<Void> gone, Runnable closed) {
        var loop = Vertx.currentContext();
        metrics.socketOpened();
        var tunnel = new Tunnel(loop.owner(), client, service, times);
        open.add(tunnel);
        client.closeHandler(_ -> {
            closed.run();
            metrics.socketClosed();
            service.close();
            left(tunnel);
        });
        tunnel.start();
        // what the service sent before it closed is passed on first
        gone.onComplete(_ -> loop.runOnContext(_ -> tunnel.serviceGone()));
        if (empty != null) {
            tunnel.restart();
        }
    }

    private void left(Tunnel tunnel) {
        open.remove(tunnel);
        if (empty != null && open.isEmpty()) {
            empty.tryComplete();
        }
    }

    /**
     * Closes all sockets with 1012, a batch at a time, so that their clients do not all come back in the same instant.
     * Completes within about three seconds, when all are closed. Must be called on the event loop, once.
     */
    public Future<Void> restart() {
        Promise<Void> promise = Promise.promise();
        empty = promise;
        if (open.isEmpty()) {
            promise.complete();
        }
        restart(new ArrayDeque<>(open), Math.max(BATCH, Math.ceilDiv(open.size(), BATCHES)));
        return promise.future();
    }

    private static void restart(Deque<Tunnel> waiting, int batch) {
        for (int i = 0; i < batch && !waiting.isEmpty(); i++) {
            waiting.remove().restart();
        }
        if (!waiting.isEmpty()) {
            Vertx.currentContext().owner().setTimer(BATCH_MILLIS, _ -> restart(waiting, batch));
        }
    }

    /** Closes sockets whose clients have stopped reading; returns the unread bytes of all sockets. */
    public long sweep(long nowNanos) {
        long bytes = 0;
        /* closing removes from the set */
        for (Tunnel tunnel : new ArrayList<>(open)) {
            bytes += tunnel.sweep(nowNanos);
        }
        return bytes;
    }
}
