package io.bitchat.gateway.upstream;

import static java.util.Objects.requireNonNull;

import io.bitchat.gateway.exchange.Exchange;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one pool, by the exchange that holds them. While others wait, exchanges whose clients send or read
 * slowly must give their connection back: slowest first, and a few at a time, because most clients retry and each new
 * start costs work. The waiting caller that holds the fewest connections is served next, so a crowd mostly delays
 * itself.
 */
final class Leases {
    private static final String NOBODY_WAITS = "nobody waits for the answer";
    private static final long FAST_BYTES_PER_SECOND = 64 << 10;
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Most waiting exchanges per connection. */
    private static final int WAITING_FOR_EACH = 8;
    /**
     * A call of {@link #relieve} takes back at most 1/64 of the connections, so all of them take about four seconds.
     */
    private static final int PARTS = 64;

    private final HttpClient pool;
    private final RequestOptions address;
    private final int connections;
    private final Function<HttpServerRequest, String> callers;
    private final Map<String, Integer> takenBy = new HashMap<>();
    private final Map<Exchange, Lease> held = new LinkedHashMap<>();
    /** In order of arrival. An exchange leaves when it is over, so that nobody waits behind a dead one. */
    private final Map<Exchange, Waiting> waiting = new LinkedHashMap<>();

    private int taken;

    private record Waiting(String caller, Promise<HttpClientRequest> turn) {}

    /**
     * @param connections size of the pool
     * @param callers maps a request to the name of its caller
     */
    Leases(HttpClient pool, RequestOptions address, int connections, Function<HttpServerRequest, String> callers) {
        this.pool = pool;
        this.address = address;
        this.connections = connections;
        this.callers = callers;
    }

    /** Fails if no connection is available, or if the client is gone before it is. */
    Future<HttpClientRequest> take(Exchange exchange) {
        String caller = callers.apply(exchange.request());
        if (taken < connections) {
            return connect(exchange, caller);
        }
        if (waiting.size() >= connections * WAITING_FOR_EACH) {
            return Future.failedFuture(new ConnectionPoolTooBusyException("too many wait for a connection"));
        }
        Promise<HttpClientRequest> turn = Promise.promise();
        waiting.put(exchange, new Waiting(caller, turn));
        exchange.whenOver(() -> {
            if (waiting.remove(exchange) != null) {
                turn.fail(NOBODY_WAITS);
            }
        });
        return turn.future();
    }

    private Future<HttpClientRequest> connect(Exchange exchange, String caller) {
        taken++;
        takenBy.merge(caller, 1, Integer::sum);
        return pool.request(address)
                .compose(
                        request -> {
                            if (exchange.isOver()) {
                                request.reset();
                                giveBack(caller);
                                return Future.failedFuture(NOBODY_WAITS);
                            }
                            held.put(exchange, new Lease(exchange));
                            exchange.whenOver(() -> {
                                held.remove(exchange);
                                giveBack(caller);
                            });
                            return Future.succeededFuture(exchange.sendingTo(request));
                        },
                        failure -> {
                            giveBack(caller);
                            return Future.failedFuture(failure);
                        });
    }

    private void giveBack(String caller) {
        taken--;
        takenBy.computeIfPresent(caller, (_, count) -> count == 1 ? null : count - 1);
        Exchange next = next();
        if (next != null) {
            Waiting served = requireNonNull(waiting.remove(next));
            connect(next, served.caller()).onComplete(served.turn());
        }
    }

    private @Nullable Exchange next() {
        Exchange next = null;
        int fewest = Integer.MAX_VALUE;
        for (Map.Entry<Exchange, Waiting> one : waiting.entrySet()) {
            int holds = takenBy.getOrDefault(one.getValue().caller(), 0);
            if (holds < fewest && !one.getKey().isOver()) {
                fewest = holds;
                next = one.getKey();
            }
        }
        return next;
    }

    /** Measures the rates, and frees connections if exchanges wait; called about 16 times a second. */
    void relieve(long nowNanos) {
        held.values().forEach(lease -> lease.look(nowNanos));
        if (waiting.isEmpty()) {
            return;
        }
        List<Exchange> idle = held.values().stream()
                .filter(lease -> lease.exchange.waitsForClient() && lease.bytesPerSecond < FAST_BYTES_PER_SECOND)
                .sorted(Comparator.comparingDouble(lease -> lease.bytesPerSecond))
                .limit(Math.min(waiting.size(), Math.ceilDiv(connections, PARTS)))
                .map(lease -> lease.exchange)
                .toList();
        idle.forEach(Exchange::makeRoom);
    }

    /** Measures the last second only: bytes that went into the kernel's buffers before say nothing about the client. */
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
