package io.bitchat.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one pool, by the exchange that holds them. While others wait for one, those that hold one without using
 * it, since their client sends or reads slowly, have to give it back: slowest first.
 */
final class Leases {
    private static final String NOBODY_WAITS = "nobody waits for the answer";
    private static final long FAST_BYTES_PER_SECOND = 64 << 10;
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final HttpClient pool;
    private final RequestOptions address;
    /** How many may wait for each connection. */
    private static final int WAITING_FOR_EACH = 8;

    private final int connections;
    private final Map<Exchange, Lease> held = new LinkedHashMap<>();
    /** In the order in which they came; whoever goes away leaves at once, so that nobody waits behind the dead. */
    private final Map<Exchange, Promise<HttpClientRequest>> waiting = new LinkedHashMap<>();

    private int taken;

    /** @param connections that the pool has at most */
    Leases(HttpClient pool, RequestOptions address, int connections) {
        this.pool = pool;
        this.address = address;
        this.connections = connections;
    }

    /** Fails when there is no connection to be had, or when its client is gone by then. */
    Future<HttpClientRequest> take(Exchange exchange) {
        if (taken < connections) {
            return connect(exchange);
        }
        if (waiting.size() >= connections * WAITING_FOR_EACH) {
            return Future.failedFuture(new ConnectionPoolTooBusyException("too many wait for a connection"));
        }
        Promise<HttpClientRequest> turn = Promise.promise();
        waiting.put(exchange, turn);
        exchange.whenOver(() -> {
            if (waiting.remove(exchange) != null) {
                turn.fail(NOBODY_WAITS);
            }
        });
        return turn.future();
    }

    private Future<HttpClientRequest> connect(Exchange exchange) {
        taken++;
        return pool.request(address)
                .compose(
                        request -> {
                            if (exchange.isOver()) {
                                request.reset();
                                giveBack();
                                return Future.failedFuture(NOBODY_WAITS);
                            }
                            held.put(exchange, new Lease(exchange));
                            exchange.whenOver(() -> {
                                held.remove(exchange);
                                giveBack();
                            });
                            return Future.succeededFuture(exchange.sendingTo(request));
                        },
                        failure -> {
                            giveBack();
                            return Future.failedFuture(failure);
                        });
    }

    private void giveBack() {
        taken--;
        for (var next = waiting.entrySet().iterator(); next.hasNext(); ) {
            var turn = next.next();
            next.remove();
            if (!turn.getKey().isOver()) {
                connect(turn.getKey()).onComplete(turn.getValue());
                return;
            }
            turn.getValue().fail(NOBODY_WAITS);
        }
    }

    /** Looks how fast all of them are; to be called a few times a second. */
    void relieve(long nowNanos) {
        held.values().forEach(lease -> lease.look(nowNanos));
        if (waiting.isEmpty()) {
            return;
        }
        List<Exchange> idle = held.values().stream()
                .filter(lease -> lease.exchange.waitsForClient() && lease.bytesPerSecond < FAST_BYTES_PER_SECOND)
                .sorted(Comparator.comparingDouble(lease -> lease.bytesPerSecond))
                .limit(waiting.size())
                .map(lease -> lease.exchange)
                .toList();
        idle.forEach(Exchange::makeRoom);
    }

    /** What the system's own buffers take at once says nothing of a client; so only the last second counts. */
    private static final class Lease {
        private final Exchange exchange;
        private double bytesPerSecond = Double.MAX_VALUE;
        private long bytes;
        private long sinceNanos = System.nanoTime();

        Lease(Exchange exchange) {
            this.exchange = exchange;
            this.bytes = exchange.movedBytes();
        }

        void look(long nowNanos) {
            long nanos = nowNanos - sinceNanos;
            if (nanos < WINDOW_NANOS) {
                return;
            }
            long moved = exchange.movedBytes();
            bytesPerSecond = (moved - bytes) * (double) TimeUnit.SECONDS.toNanos(1) / nanos;
            bytes = moved;
            sinceNanos = nowNanos;
        }
    }
}
