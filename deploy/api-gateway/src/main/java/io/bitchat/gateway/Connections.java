package io.bitchat.gateway;

import io.bitchat.gateway.GatewayConfig.Times;
import io.vertx.core.http.HttpConnection;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The client connections of one event loop that still speak HTTP; tunnelled sockets leave it. */
final class Connections {
    private final Map<HttpConnection, ClientConnection> open = new IdentityHashMap<>();
    private final Times times;
    private final int limit;
    private final AtomicInteger total;

    /** @param total connections of all event loops together, tunnelled sockets included */
    Connections(Times times, int limit, AtomicInteger total) {
        this.times = times;
        this.limit = limit;
        this.total = total;
    }

    void accept(HttpConnection connection) {
        if (total.incrementAndGet() > limit) {
            total.decrementAndGet();
            connection.close();
            return;
        }
        open.put(connection, new ClientConnection(connection, times, System.nanoTime()));
        connection.closeHandler(_ -> {
            open.remove(connection);
            total.decrementAndGet();
        });
    }

    /** The connection's state, or null when it was refused or has become a tunnel. */
    @Nullable
    ClientConnection of(HttpConnection connection) {
        return open.get(connection);
    }

    /** Stops watching a connection that has become a tunnel. */
    void tunnelled(HttpConnection connection) {
        open.remove(connection);
        /* an upgraded connection reports its end through its socket, no longer through this handler */
        connection.closeHandler(null);
    }

    void socketClosed() {
        total.decrementAndGet();
    }

    void sweep(long nowNanos) {
        /* a sweep closes connections, and closing removes from the map */
        for (ClientConnection connection : new ArrayList<>(open.values())) {
            connection.sweep(nowNanos);
        }
    }
}
