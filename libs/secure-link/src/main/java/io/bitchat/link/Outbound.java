package io.bitchat.link;

import io.bitchat.crypto.noise.NoiseSession;
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
 * Frames on their way out. They are queued by any thread; the event loop takes all that wait, as long as the socket
 * does, packs them into as few Noise messages as possible and writes those. Of a long frame no more is encrypted than the
 * socket takes: the rest follows when it has drained.
 */
final class Outbound {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Queue<byte[]> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queuedBytes = new AtomicInteger();
    private final AtomicBoolean flushPlanned = new AtomicBoolean();
    private final LinkLimits limits;
    private final Context context;
    private final NetSocket socket;
    private final NoiseSession session;
    private final TrafficCount traffic;
    /** Taken from the queue, and not written yet; of the event loop. */
    private ByteBuffer underWay = NOTHING;

    Outbound(LinkLimits limits, Context context, NetSocket socket, NoiseSession session, TrafficCount traffic) {
        this.limits = limits;
        this.context = context;
        this.socket = socket;
        this.session = session;
        this.traffic = traffic;
        // a drained socket says so within a write, where the next frame would break into the one being written
        socket.drainHandler(_ -> planFlush());
    }

    SendResult offer(byte[] frame) {
        if (frame.length > limits.maxFrameBytes()) return SendResult.TOO_LARGE;
        if (!reserve(cost(frame))) return SendResult.QUEUE_FULL;
        queue.add(frame);
        planFlush();
        return SendResult.ACCEPTED;
    }

    /** Writes all that waits, whatever the socket says; on the event loop. */
    void flushAll() {
        write(true);
    }

    /** An empty message: a sign of life. Where something waits already, that is the sign. */
    void keepAlive() {
        if (!isWaiting() && !socket.writeQueueFull()) seal(NOTHING);
    }

    /** Forgets what waits. */
    void clear() {
        queue.clear();
        underWay = NOTHING;
    }

    private boolean isWaiting() {
        return underWay.hasRemaining() || !queue.isEmpty();
    }

    /** Frames of one turn gather until the next. */
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

    /** As many frames as one message holds, or one that needs several. */
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
