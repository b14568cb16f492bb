package io.bitchat.edge.uplink;

import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import java.time.Duration;
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
    /** Largest payload that a frame can carry, in bytes: in base64, with room for the other fields. */
    static final int MAX_PAYLOAD_BYTES = (MAX_FRAME_BYTES - (4 << 10)) / 4 * 3;
    /** Characters that were written and that the other side has not read; beyond it the channel closes. */
    static final long MAX_UNREAD = 32L << 20;

    /** Code of the close frame to the former socket of a node that has opened another. */
    public static final int REPLACED = 4_000;

    private static final Logger LOG = LoggerFactory.getLogger(UplinkChannel.class);
    private static final long WATCH_MILLIS = 100;
    /** Time in which a ping is answered. */
    private static final long LOST_NANOS = TimeUnit.MILLISECONDS.toNanos(700);
    /** Speed of the slowest line on which a message is not taken for a loss: 1 Mbit/s. */
    private static final long SLOWEST_BYTES_PER_SECOND = 128 << 10;

    private static final long IDLE_PING_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long IDLE_LOST_NANOS = TimeUnit.SECONDS.toNanos(35);
    private static final int ABNORMAL_CLOSURE = 1006;
    private static final short POLICY_VIOLATION = 1008;
    private static final long NONE = -1;

    private final WebSocketBase socket;
    private final Context loop;
    private final Listener listener;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong unansweredBytes = new AtomicLong();
    private final Map<Long, Unanswered> unanswered = new ConcurrentHashMap<>();
    private final long timer;
    private volatile boolean closed;
    /** On the event loop, like the fields below. */
    private long unread;

    private long closingTimer = NONE;
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
        this.timer = vertx.setPeriodic(WATCH_MILLIS, _ -> watch());
        socket.pongHandler(_ -> heard());
        // also a part of a large message
        socket.frameHandler(_ -> heard());
        socket.textMessageHandler(this::read);
        socket.exceptionHandler(failure -> LOG.debug("uplink broken", failure));
        socket.closeHandler(_ -> ended());
        if (socket.isClosed()) ended();
    }

    /** Whether it can still carry something. */
    public boolean isOpen() {
        return !closed;
    }

    /** Why it was closed, as a code of RFC 6455 section 7.4; 1006 if nobody has said it. */
    public int closeCode() {
        var code = socket.closeStatusCode();
        return code == null ? ABNORMAL_CLOSURE : code;
    }

    /** Messages whose results are awaited. */
    public int unanswered() {
        return unanswered.size();
    }

    /** Sends a message. The answer comes with its result, or when the channel is closed or full. */
    public CompletionStage<UplinkFrame.Result> carry(Message message, @Nullable MessageKey after) {
        long number = numbers.incrementAndGet();
        int size = message.payload().size();
        // the other side would close the socket, and with it all that is in flight
        if (size > MAX_PAYLOAD_BYTES) return CompletableFuture.completedFuture(failed(number, "too_large"));
        var one = new Unanswered(message.key(), size, new CompletableFuture<>());
        if (unansweredBytes.addAndGet(size) > MAX_UNANSWERED_BYTES || unanswered.size() >= MAX_UNANSWERED) {
            unansweredBytes.addAndGet(-size);
            one.done().complete(failed(number, "busy"));
            return one.done();
        }
        unanswered.put(number, one);
        // also if its caller completes it
        one.done().whenComplete((_, _) -> {
            unanswered.remove(number);
            unansweredBytes.addAndGet(-size);
        });
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
            if (!closed) write(frame.text());
        });
    }

    private void write(String text) {
        unread += text.length();
        if (unread > MAX_UNREAD) {
            LOG.warn("uplink closed, its other side does not read");
            closeNow(POLICY_VIOLATION, "does not read");
            return;
        }
        socket.writeTextMessage(text).onComplete(_ -> loop.runOnContext(_ -> unread -= text.length()));
    }

    /** Closes later, unless the channel is closed by then. */
    public void closeAfter(Duration time, int code, String reason) {
        loop.runOnContext(_ -> {
            if (closed) return;
            long millis = Math.max(1, time.toMillis());
            closingTimer = loop.owner().setTimer(millis, _ -> close(code, reason));
        });
    }

    /** Closes with a code of RFC 6455 section 7.4, or one of 4000 to 4999. */
    public void close(int code, String reason) {
        loop.runOnContext(_ -> closeNow(code, reason));
    }

    private void closeNow(int code, String reason) {
        if (closed) return;
        // a peer that is gone would not answer the close frame
        socket.close((short) code, reason);
        ended();
    }

    private void read(String text) {
        if (closed) return;
        try {
            var frame = UplinkFrame.parse(text);
            if (frame instanceof UplinkFrame.Result result) end(result.number(), result);
            else listener.heard(frame);
        } catch (IllegalArgumentException e) {
            LOG.warn("uplink closed, its other side sent no frame cause={}", firstLine(e));
            closeNow(POLICY_VIOLATION, "not a frame of an uplink");
        }
    }

    /** What the other side has said may be in the rest. */
    private static String firstLine(Exception failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
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
        if (pingedAt != 0 && (busy ? now - pingedAt > patienceNanos() : silence > IDLE_LOST_NANOS)) {
            LOG.warn(
                    "uplink lost, its other side does not answer silence_ms={}",
                    TimeUnit.NANOSECONDS.toMillis(silence));
            closeNow(POLICY_VIOLATION, "no answer");
        } else if (pingedAt == 0 && silence > (busy ? TimeUnit.MILLISECONDS.toNanos(WATCH_MILLIS) : IDLE_PING_NANOS)) {
            pingedAt = now;
            socket.writePing(Buffer.buffer());
        }
    }

    /** The ping comes behind the messages, and the largest of these takes its time on a slow line. */
    private long patienceNanos() {
        long largest = 0;
        for (var one : unanswered.values()) largest = Math.max(largest, one.bytes());
        return LOST_NANOS + TimeUnit.SECONDS.toNanos(largest * 4 / 3) / SLOWEST_BYTES_PER_SECOND;
    }

    private void ended() {
        if (closed) return;
        closed = true;
        loop.owner().cancelTimer(timer);
        if (closingTimer != NONE) loop.owner().cancelTimer(closingTimer);
        for (var number : unanswered.keySet()) end(number, failed(number, "link_lost"));
        listener.closed();
    }
}
