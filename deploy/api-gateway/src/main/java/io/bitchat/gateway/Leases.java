package io.bitchat.gateway;

import io.vertx.core.Future;
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
    private static final long FAST_BYTES_PER_SECOND = 64 << 10;
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final HttpClient pool;
    private final RequestOptions address;
    private final Map<Exchange, Lease> held = new LinkedHashMap<>();
    private int waiting;

    Leases(HttpClient pool, RequestOptions address) {
        this.pool = pool;
        this.address = address;
    }

    /** Fails when there is no connection to be had, or when its client is gone by then. */
    Future<HttpClientRequest> take(Exchange exchange) {
        waiting++;
        return pool.request(address)
                .compose(
                        request -> {
                            waiting--;
                            if (exchange.isOver()) {
                                request.reset();
                                return Future.failedFuture("nobody waits for the answer");
                            }
                            held.put(exchange, new Lease(exchange));
                            exchange.whenOver(() -> held.remove(exchange));
                            return Future.succeededFuture(exchange.sendingTo(request));
                        },
                        failure -> {
                            waiting--;
                            return Future.failedFuture(failure);
                        });
    }

    /** Looks how fast all of them are; to be called a few times a second. */
    void relieve(long nowNanos) {
        held.values().forEach(lease -> lease.look(nowNanos));
        if (waiting == 0) {
            return;
        }
        List<Exchange> idle = held.values().stream()
                .filter(lease -> lease.exchange.waitsForClient() && lease.bytesPerSecond < FAST_BYTES_PER_SECOND)
                .sorted(Comparator.comparingDouble(lease -> lease.bytesPerSecond))
                .limit(waiting)
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
