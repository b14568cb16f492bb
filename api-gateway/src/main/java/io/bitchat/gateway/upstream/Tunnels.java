package io.bitchat.gateway.upstream;

import io.bitchat.gateway.GatewayMetrics;
import io.bitchat.gateway.admission.Callers;
import io.bitchat.gateway.exchange.Unread;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.Set;

/** The open WebSockets of one event loop. */
public final class Tunnels {
    private static final int WRITE_QUEUE_BYTES = 32 << 10;

    private final Set<Tunnel> open = new LinkedHashSet<>();
    private final GatewayMetrics metrics;
    private final Callers callers;
    private final Duration stall;

    /** @param stall time after which a client that reads nothing of its pending bytes is cut off */
    public Tunnels(GatewayMetrics metrics, Callers callers, Duration stall) {
        this.metrics = metrics;
        this.callers = callers;
        this.stall = stall;
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
        client.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
        service.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
        var tunnel = new Tunnel(client, service);
        open.add(tunnel);
        client.closeHandler(_ -> {
            open.remove(tunnel);
            closed.run();
            metrics.socketClosed();
            service.close();
        });
        client.pipeTo(service);
        service.endHandler(_ -> client.end());
        service.handler(tunnel::pass);
        client.drainHandler(_ -> service.resume());
        service.resume();
        // what the service sent before it closed is passed on first
        gone.onComplete(_ -> loop.runOnContext(_ -> client.close()));
    }

    /** Closes sockets whose clients have stopped reading; returns the unread bytes of all sockets. */
    public long sweep(long nowNanos) {
        long bytes = 0;
        /* closing removes from the set */
        for (Tunnel tunnel : new ArrayList<>(open)) {
            bytes += tunnel.sweep(nowNanos, stall);
        }
        return bytes;
    }

    private static final class Tunnel {
        private final NetSocket client;
        private final NetSocket service;
        private final Unread unread;
        private long passedBytes;
        private long readBytes;
        private long sinceNanos = System.nanoTime();

        Tunnel(NetSocket client, NetSocket service) {
            this.client = client;
            this.service = service;
            this.unread = new Unread(client);
        }

        void pass(Buffer bytes) {
            passedBytes += bytes.length();
            client.write(bytes);
            if (client.writeQueueFull()) {
                service.pause();
            }
        }

        long sweep(long nowNanos, Duration stall) {
            long bytes = unread.bytes();
            if (bytes == 0 || passedBytes - bytes != readBytes) {
                readBytes = passedBytes - bytes;
                sinceNanos = nowNanos;
            } else if (nowNanos - sinceNanos > stall.toNanos()) {
                unread.abort();
            }
            return bytes;
        }
    }
}
