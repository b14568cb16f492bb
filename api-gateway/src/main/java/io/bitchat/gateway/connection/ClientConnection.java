package io.bitchat.gateway.connection;

import io.bitchat.gateway.GatewayConfig.Times;
import io.bitchat.gateway.exchange.Exchange;
import io.bitchat.gateway.exchange.Exchange.Phase;
import io.bitchat.gateway.exchange.Problem;
import io.bitchat.gateway.exchange.RequestBody;
import io.bitchat.gateway.exchange.Service;
import io.bitchat.gateway.exchange.Unread;
import io.vertx.core.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * A client connection and the time that it may stay in its present state. A sweep checks four times a second, so a
 * request needs no timer. Confined to one event loop.
 */
public final class ClientConnection {
    private final HttpConnection connection;
    private final Times times;
    private final Runnable back;
    private final Unread unread;
    private final MinimumRate reading;
    private @Nullable Exchange exchange;
    private boolean open = true;
    private boolean used;
    private boolean closing;
    private @Nullable RequestBody rest;
    private long restBytes;
    private long closingNanos;
    private long sinceNanos;
    private long unreadBytes;

    /** @param back action that releases the connection's share of its address */
    ClientConnection(HttpConnection connection, Times times, Runnable back, long nowNanos) {
        this.connection = connection;
        this.times = times;
        this.back = back;
        this.unread = new Unread(connection);
        this.reading = new MinimumRate(times.grace(), times.bytesPerSecond(), nowNanos);
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
        reading.restart(-unread.bytes(), sinceNanos);
    }

    /** Takes no further request. What the client still sends is discarded, so that it can read its answer first. */
    public void closeSoon() {
        if (!closing) {
            closing = true;
            sinceNanos = System.nanoTime();
        }
    }

    /**
     * Like {@link #closeSoon()}, but allows a client that is still sending its body the grace time of a body, because
     * it reads the answer only after the body.
     */
    public void closeAfter(@Nullable RequestBody body) {
        rest = body;
        closeSoon();
        closingNanos = sinceNanos;
    }

    public boolean isClosing() {
        return closing;
    }

    boolean isOpen() {
        return open;
    }

    /** The connection is closed; its address may open another one. */
    void closed() {
        open = false;
        giveBack();
        Exchange current = exchange;
        if (current != null) {
            current.end();
        }
    }

    /** The connection has become a WebSocket. */
    void tunnelled() {
        open = false;
    }

    void giveBack() {
        back.run();
    }

    /** Closes after the client has read its answer. */
    public void close() {
        connection.close();
    }

    /** Closes even if the client does not read. */
    void cut() {
        Exchange current = exchange;
        if (current != null && current.phase() == Phase.ANSWER) {
            current.cutUpstream();
        }
        if (unread.bytes() > 0) {
            unread.abort();
        } else {
            connection.close();
        }
    }

    /** Bytes that the client had not read at the last sweep. */
    long unreadBytes() {
        return unreadBytes;
    }

    void sweep(long nowNanos) {
        unreadBytes = unread.bytes();
        Exchange current = exchange;
        if (closing) {
            lookAtRest(nowNanos);
            closeIf(nowNanos - sinceNanos > times.linger().toNanos());
        } else if (current != null) {
            sweep(current, nowNanos);
        } else if (unreadBytes > 0) {
            sinceNanos = nowNanos;
            closeIf(reading.isTooSlow(-unreadBytes, nowNanos));
        } else {
            closeIf(nowNanos - sinceNanos > (used ? times.keepAlive() : times.head()).toNanos());
        }
    }

    private void lookAtRest(long nowNanos) {
        RequestBody body = rest;
        if (body != null
                && body.receivedBytes() != restBytes
                && nowNanos - closingNanos < times.grace().toNanos()) {
            restBytes = body.receivedBytes();
            sinceNanos = nowNanos;
        }
    }

    private void sweep(Exchange current, long nowNanos) {
        switch (current.phase()) {
            case BODY -> {
                RequestBody body = current.body();
                if (body != null) {
                    body.sweep(times, nowNanos);
                } else {
                    closeIf(nowNanos - current.phaseSinceNanos() > times.stall().toNanos());
                }
            }
            case UPSTREAM -> {
                Service service = current.route().service();
                long waitedNanos = nowNanos - current.phaseSinceNanos();
                if (waitedNanos > times.upstreamOf(current.route()).toNanos() && service != null) {
                    current.giveUp(Problem.unavailable(service.label() + " did not answer in time"));
                }
            }
            case ANSWER -> sweepAnswer(current, nowNanos);
        }
    }

    private void sweepAnswer(Exchange current, long nowNanos) {
        long readBytes = current.request().response().bytesWritten() - unreadBytes;
        if (current.waitsForClient()) {
            closeIf(reading.isTooSlow(readBytes, nowNanos));
        } else {
            reading.restart(readBytes, nowNanos);
        }
        closeIf(!current.answerMoved(nowNanos)
                && nowNanos - current.phaseSinceNanos() > times.stall().toNanos());
    }

    private void closeIf(boolean overdue) {
        if (overdue) {
            cut();
        }
    }
}
