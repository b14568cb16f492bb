package io.bitchat.gateway.connection;

import io.bitchat.gateway.GatewayConfig.Limits;
import io.bitchat.gateway.GatewayConfig.Times;
import io.bitchat.gateway.admission.Callers;
import io.bitchat.gateway.exchange.Exchange;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The client connections of one event loop that speak HTTP; upgraded sockets are removed. */
public final class Connections {
    private static final int QUEUE_BYTES = 64 << 10;
    /** An answer that fits leaves its service at once, however slowly the client reads. */
    private static final int ROOMY_QUEUE_BYTES = 512 << 10;

    private final Map<HttpConnection, ClientConnection> open = new IdentityHashMap<>();
    /** Connections without a request in progress, longest idle first. */
    private final Set<ClientConnection> idle = new LinkedHashSet<>();

    private final Times times;
    private final Limits limits;
    private final Callers callers;
    private final AtomicInteger total;
    private long unreadBytes;

    /** @param total connections of all event loops, including upgraded sockets */
    public Connections(Times times, Limits limits, Callers callers, AtomicInteger total) {
        this.times = times;
        this.limits = limits;
        this.callers = callers;
        this.total = total;
    }

    public void accept(HttpConnection connection) {
        Runnable back = callers.connect(connection.remoteAddress());
        if (back == null) {
            connection.close();
            return;
        }
        if (total.incrementAndGet() > limits.connections() && !closeOldestIdle()) {
            total.decrementAndGet();
            back.run();
            connection.close();
            return;
        }
        var client = new ClientConnection(connection, times, back, System.nanoTime());
        open.put(connection, client);
        idle.add(client);
        connection.closeHandler(_ -> {
            open.remove(connection);
            client.closed();
            idle.remove(client);
            total.decrementAndGet();
        });
    }

    private boolean closeOldestIdle() {
        if (idle.isEmpty()) {
            return false;
        }
        ClientConnection oldest = idle.iterator().next();
        idle.remove(oldest);
        oldest.cut();
        return true;
    }

    /** The connection's state, or null if it was refused or upgraded. */
    @Nullable
    public ClientConnection of(HttpConnection connection) {
        return open.get(connection);
    }

    public void begin(ClientConnection client, Exchange exchange) {
        idle.remove(client);
        client.begin(exchange);
    }

    public void end(ClientConnection client) {
        client.end();
        if (client.isOpen()) {
            idle.add(client);
        }
    }

    /** Stops watching an upgraded connection; returns the action to run when the socket closes. */
    public Runnable tunnelled(HttpConnection connection) {
        ClientConnection client = open.remove(connection);
        if (client != null) {
            client.tunnelled();
        }
        /* an upgraded connection reports its close through its socket and no longer through this handler */
        connection.closeHandler(null);
        return () -> {
            total.decrementAndGet();
            if (client != null) {
                client.giveBack();
            }
        };
    }

    /**
     * Sets the size of the write queue. A short answer leaves its service at once while the unread bytes are below half
     * of the limit.
     */
    public void prepare(HttpServerResponse response, Exchange exchange) {
        boolean roomy = !exchange.isDownload() && unreadBytes + ROOMY_QUEUE_BYTES <= limits.unreadBytes() / 2;
        // the most that it may add before the next sweep measures it
        unreadBytes += roomy ? ROOMY_QUEUE_BYTES : QUEUE_BYTES;
        response.setWriteQueueMaxSize(roomy ? ROOMY_QUEUE_BYTES : QUEUE_BYTES);
    }

    /** @param tunnelBytes bytes that the WebSockets of this event loop have not read */
    public void sweep(long nowNanos, long tunnelBytes) {
        long bytes = tunnelBytes;
        /* a sweep closes connections, and closing removes from the map */
        for (ClientConnection connection : new ArrayList<>(open.values())) {
            connection.sweep(nowNanos);
            bytes += connection.unreadBytes();
        }
        unreadBytes = bytes;
        if (bytes > limits.unreadBytes()) {
            closeWorstReaders(bytes - limits.unreadBytes());
        }
    }

    private void closeWorstReaders(long tooManyBytes) {
        List<ClientConnection> readers = open.values().stream()
                .filter(connection -> connection.unreadBytes() > 0)
                .sorted(Comparator.comparingLong(ClientConnection::unreadBytes).reversed())
                .toList();
        long left = tooManyBytes;
        for (ClientConnection reader : readers) {
            if (left <= 0) {
                return;
            }
            left -= reader.unreadBytes();
            reader.cut();
        }
    }
}
