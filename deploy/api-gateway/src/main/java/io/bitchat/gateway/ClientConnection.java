package io.bitchat.gateway;

import io.bitchat.gateway.Exchange.Phase;
import io.bitchat.gateway.GatewayConfig.Times;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One client connection and how long it may stay in its present state. A sweep asks four times a second, so a request
 * costs no timer. Lives on one event loop.
 */
final class ClientConnection {
    private final HttpConnection connection;
    private final Times times;
    private @Nullable Exchange exchange;
    private boolean used;
    private boolean closing;
    private long sinceNanos;

    ClientConnection(HttpConnection connection, Times times, long nowNanos) {
        this.connection = connection;
        this.times = times;
        this.sinceNanos = nowNanos;
    }

    @Nullable
    Exchange exchange() {
        return exchange;
    }

    void begin(Exchange next) {
        exchange = next;
        used = true;
    }

    void end() {
        exchange = null;
        sinceNanos = System.nanoTime();
    }

    /** Takes no further request; what the client still sends is dropped, so that it can read its answer first. */
    void closeSoon() {
        if (!closing) {
            closing = true;
            sinceNanos = System.nanoTime();
        }
    }

    boolean isClosing() {
        return closing;
    }

    void close() {
        connection.close();
    }

    void sweep(long nowNanos) {
        Exchange current = exchange;
        if (closing) {
            closeIf(nowNanos - sinceNanos > times.linger().toNanos());
        } else if (current == null) {
            closeIf(nowNanos - sinceNanos > (used ? times.keepAlive() : times.head()).toNanos());
        } else {
            sweep(current, nowNanos);
        }
    }

    private void sweep(Exchange current, long nowNanos) {
        long waitedNanos = nowNanos - current.phaseSinceNanos();
        switch (current.phase()) {
            case BODY -> {
                long allowed = times.bodyGrace().toNanos()
                        + Duration.ofSeconds(current.request().bytesRead() >> 10)
                                .toNanos();
                if (waitedNanos > allowed) {
                    current.giveUp(Problem.tooSlow());
                }
            }
            case UPSTREAM -> {
                Service service = current.route().service();
                if (waitedNanos > times.upstreamOf(current.route()).toNanos() && service != null) {
                    current.giveUp(Problem.unavailable(service.label() + " did not answer in time"));
                }
            }
            case ANSWER ->
                closeIf(!current.answerMoved(nowNanos)
                        && waitedNanos > times.stall().toNanos());
        }
    }

    private void closeIf(boolean overdue) {
        if (overdue) {
            exchangePhaseIsOver();
            connection.close();
        }
    }

    private void exchangePhaseIsOver() {
        Exchange current = exchange;
        if (current != null && current.phase() == Phase.ANSWER) {
            current.cutUpstream();
        }
    }
}
