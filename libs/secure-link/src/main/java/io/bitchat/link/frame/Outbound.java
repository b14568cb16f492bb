package io.bitchat.link.frame;

import io.bitchat.crypto.noise.NoiseSession;
import io.bitchat.link.LinkLimits;
import io.bitchat.link.SendResult;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends frames. Any thread may queue them. The event loop takes waiting frames while the socket accepts data, packs
 * them into as few Noise messages as possible, and writes these. Of a long frame no more is encrypted than the socket
 * accepts; the rest follows when it has drained.
 */
public final class Outbound {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Queue<byte[]> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queuedBytes = new AtomicInteger();
    private final AtomicBoolean flushPlanned = new AtomicBoolean();
    private final LinkLimits limits;
    private final Context context;
    private final NetSocket socket;
    private final NoiseSession session;
    private final TrafficCount traffic;
    /** Plaintext that is taken from the queue but not written yet; used only on the event loop. */
    private ByteBuffer underWay = NOTHING;

    public Outbound(LinkLimits limits, Context context, NetSocket socket, NoiseSession session, TrafficCount traffic) {
        this.limits = limits;
        this.context = context;
        this.socket = socket;
        this.session = session;
        this.traffic = traffic;
        // the drain handler may run within a write, where flushing at once would insert another frame into the current
        // one
        socket.drainHandler(_ -> planFlush());
    }

    public SendResult offer(byte[] frame) {
        if (frame.length > limits.maxFrameBytes()) return SendResult.TOO_LARGE;
        if (!reserve(cost(frame))) return SendResult.QUEUE_FULL;
        queue.add(frame);
        planFlush();
        return SendResult.ACCEPTED;
    }

    /** Writes all waiting frames, even if the socket's write queue is full; on the event loop. */
    public void flushAll() {
        write(true);
    }

    /** Sends an empty message as a keepalive, unless frames are waiting: they serve as one. */
    public void keepAlive() {
        if (!isWaiting() && !socket.writeQueueFull()) seal(NOTHING);
    }

    /** Drops all waiting frames. */
    public void clear() {
        queue.clear();
        underWay = NOTHING;
    }

    private boolean isWaiting() {
        return underWay.hasRemaining() || !queue.isEmpty();
    }

    /** Flushes in the next turn of the event loop, so that the frames of one turn share messages. */
    private void planFlush() {
        if (flushPlanned.compareAndSet(false, true)) context.runOnContext(_ -> flush());
    }

    private void flush() {
        flushPlanned.set(false);
        write(false);
    }

    private void write(boolean all) {
        while (isWaiting() && (all || !socket.writeQueueFull())) {
            if (!underWay.hasRemaining()) underWay = pack(take());
            seal(nextPart(underWay));
        }
    }

    /** Takes as many frames as one message can hold, or a single frame that needs several. */
    private List<byte[]> take() {
        var frames = new ArrayList<byte[]>();
        int bytes = 0;
        for (var next = queue.peek(); next != null; next = queue.peek()) {
            bytes += FrameReader.HEADER_BYTES + next.length;
            if (bytes > NoiseSession.MAX_PLAINTEXT_BYTES && !frames.isEmpty()) break;
            frames.add(queue.remove());
            queuedBytes.addAndGet(-cost(next));
        }
        return frames;
    }

    private ByteBuffer pack(List<byte[]> frames) {
        int bytes = 0;
        for (byte[] frame : frames) bytes += FrameReader.HEADER_BYTES + frame.length;
        var plaintext = ByteBuffer.allocate(bytes);
        for (byte[] frame : frames) {
            plaintext
                    .put((byte) (frame.length >> 16))
                    .putShort((short) frame.length)
                    .put(frame);
            traffic.frame();
        }
        return plaintext.flip();
    }

    private static ByteBuffer nextPart(ByteBuffer plaintext) {
        int bytes = Math.min(plaintext.remaining(), NoiseSession.MAX_PLAINTEXT_BYTES);
        var part = plaintext.slice(plaintext.position(), bytes);
        plaintext.position(plaintext.position() + bytes);
        return part;
    }

    private void seal(ByteBuffer plaintext) {
        int length = plaintext.remaining() + NoiseSession.OVERHEAD_BYTES;
        var message = ByteBuffer.allocate(MessageSplitter.HEADER_BYTES + length).putShort((short) length);
        session.encrypt(plaintext, message);
        traffic.bytes(message.capacity());
        socket.write(Buffer.buffer(Unpooled.wrappedBuffer(message.array())));
    }

    private boolean reserve(int cost) {
        if (queuedBytes.addAndGet(cost) <= limits.outboundQueueBytes()) return true;
        queuedBytes.addAndGet(-cost);
        return false;
    }

    private static int cost(byte[] frame) {
        return frame.length + LinkLimits.FRAME_COST_BYTES;
    }
}
