package io.bitchat.edge.uplink;

import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open uplink, the same for both ends. Messages are numbered, and each gets a result. A side that has nothing heard
 * for a second while it waits for results takes the other for lost. Safe from any thread; the listener is called on the
 * event loop of the socket.
 */
public final class UplinkChannel {
    /** Largest text message of a socket, in bytes: the largest payload in base64, and the rest. */
    public static final int MAX_FRAME_BYTES = 1 << 20;

    /** Payload bytes whose results are awaited; beyond it sends fail. */
    static final long MAX_UNANSWERED_BYTES = 16L << 20;
    /** Messages whose results are awaited. */
    static final int MAX_UNANSWERED = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(UplinkChannel.class);
    private static final long WATCH_MILLIS = 200;
    private static final long LOST_NANOS = TimeUnit.MILLISECONDS.toNanos(900);
    private static final long IDLE_PING_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long IDLE_LOST_NANOS = TimeUnit.SECONDS.toNanos(35);
    private static final short POLICY_VIOLATION = 1008;

    private final WebSocketBase socket;
    private final Context loop;
    private final Listener listener;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong unansweredBytes = new AtomicLong();
    private final Map<Long, Unanswered> unanswered = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private long heardAt = System.nanoTime();
    /** When a ping without an answer was sent; 0 if there is none. */
    private long pingedAt;

    private record Unanswered(MessageKey key, int bytes, CompletableFuture<UplinkFrame.Result> done) {}

    /** Hears of a channel. */
    public interface Listener {
        /** The other side has said something; never a result. */
        void heard(UplinkFrame frame);

        /** The channel is closed, by whichever side; called once. */
        void closed();
    }

    /** Begins to read; to be called on the event loop of the socket. */
    public UplinkChannel(Vertx vertx, WebSocketBase socket, Listener listener) {
        this.socket = socket;
        this.loop = vertx.getOrCreateContext();
        this.listener = listener;
        long timer = vertx.setPeriodic(WATCH_MILLIS, _ -> watch());
        socket.pongHandler(_ -> heard());
        socket.textMessageHandler(this::read);
        socket.exceptionHandler(failure -> LOG.debug("uplink broken", failure));
        socket.closeHandler(_ -> {
            vertx.cancelTimer(timer);
            ended();
        });
        if (socket.isClosed()) {
            vertx.cancelTimer(timer);
            ended();
        }
    }

    /** Whether it can still carry something. */
    public boolean isOpen() {
        return !closed;
    }

    /** Messages whose results are awaited. */
    public int unanswered() {
        return unanswered.size();
    }

    /** Sends a message. The answer comes with its result, or when the channel is closed or full. */
    public CompletionStage<UplinkFrame.Result> carry(Message message, @Nullable MessageKey after) {
        long number = numbers.incrementAndGet();
        int size = message.payload().size();
        var one = new Unanswered(message.key(), size, new CompletableFuture<>());
        if (unansweredBytes.addAndGet(size) > MAX_UNANSWERED_BYTES || unanswered.size() >= MAX_UNANSWERED) {
            unansweredBytes.addAndGet(-size);
            one.done().complete(failed(number, "busy"));
            return one.done();
        }
        unanswered.put(number, one);
        one.done().whenComplete((_, _) -> unansweredBytes.addAndGet(-size));
        send(new UplinkFrame.Carries(number, message, after));
        // closed in this moment: whoever comes second completes it
        if (closed) end(number, failed(number, "link_lost"));
        return one.done();
    }

    /** Nobody waits for the result of a message any more. */
    public void abandon(MessageKey key) {
        unanswered.forEach((number, one) -> {
            if (one.key().equals(key)) end(number, failed(number, "abandoned"));
        });
    }

    private static UplinkFrame.Result failed(long number, String code) {
        return new UplinkFrame.Result(number, false, "", code);
    }

    private void end(long number, UplinkFrame.Result result) {
        var one = unanswered.remove(number);
        if (one != null) one.done().complete(result);
    }

    /** Sends a frame that has no result. */
    public void send(UplinkFrame frame) {
        loop.runOnContext(_ -> {
            if (!closed) socket.writeTextMessage(frame.text());
        });
    }

    /** Closes with a code of RFC 6455 section 7.4, or one of 4000 to 4999. */
    public void close(int code, String reason) {
        loop.runOnContext(_ -> {
            if (closed) return;
            // a peer that is gone would not answer the close frame
            socket.close((short) code, reason);
            ended();
        });
    }

    private void read(String text) {
        heard();
        try {
            var frame = UplinkFrame.parse(text);
            if (frame instanceof UplinkFrame.Result result) end(result.number(), result);
            else if (!closed) listener.heard(frame);
        } catch (IllegalArgumentException e) {
            LOG.warn("uplink closed, its other side sent no frame cause={}", e.getMessage());
            close(POLICY_VIOLATION, "not a frame of an uplink");
        }
    }

    private void heard() {
        heardAt = System.nanoTime();
        pingedAt = 0;
    }

    private void watch() {
        if (closed) return;
        long now = System.nanoTime();
        boolean busy = !unanswered.isEmpty();
        long silence = now - heardAt;
        if (pingedAt != 0
                && (busy
                        ? now - pingedAt > LOST_NANOS - TimeUnit.MILLISECONDS.toNanos(WATCH_MILLIS)
                        : silence > IDLE_LOST_NANOS)) {
            LOG.warn(
                    "uplink lost, its other side does not answer silence_ms={}",
                    TimeUnit.NANOSECONDS.toMillis(silence));
            close(POLICY_VIOLATION, "no answer");
        } else if (pingedAt == 0 && silence > (busy ? TimeUnit.MILLISECONDS.toNanos(WATCH_MILLIS) : IDLE_PING_NANOS)) {
            pingedAt = now;
            socket.writePing(Buffer.buffer());
        }
    }

    private void ended() {
        if (closed) return;
        closed = true;
        for (var number : unanswered.keySet()) end(number, failed(number, "link_lost"));
        listener.closed();
    }
}
