package io.bitchat.files.transfer.link;

import io.bitchat.files.transfer.live.Link;
import io.bitchat.files.transfer.live.TransferMetrics;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Instant;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An open link. Chunks are binary messages, unless the client has asked for JSON. */
final class LinkSocket implements Link {
    /** Bytes that may wait to be written before no more chunks are added. */
    private static final int QUEUE_BYTES = 512 << 10;

    private final String peerId;
    private final String roomId;
    private final ServerWebSocket socket;
    private final TransferMetrics metrics;
    /** What waits for room: at most one transfer each, and the reader. */
    private final ConcurrentLinkedQueue<Runnable> drained = new ConcurrentLinkedQueue<>();

    private volatile boolean json;
    private volatile Instant neededAt;

    LinkSocket(String peerId, String roomId, ServerWebSocket socket, TransferMetrics metrics, Instant now) {
        this.peerId = peerId;
        this.roomId = roomId;
        this.socket = socket.setWriteQueueMaxSize(QUEUE_BYTES);
        this.metrics = metrics;
        this.neededAt = now;
        socket.drainHandler(_ -> runDrained());
    }

    @Override
    public String peerId() {
        return peerId;
    }

    @Override
    public boolean isOpen() {
        return !socket.isClosed();
    }

    /** From now on chunks are sent as JSON, or as binary messages again. */
    void sendJson(boolean json) {
        this.json = json;
    }

    @Override
    public void send(String frame) {
        if (isOpen()) {
            var _ = socket.writeTextMessage(frame);
        }
    }

    @Override
    public void sendChunk(Buffer message) {
        if (!isOpen()) return;
        metrics.sent(message.length() - ChunkFrameCodec.HEADER_BYTES);
        if (json) {
            var _ = socket.writeTextMessage(ChunkJson.of(roomId, message));
        } else {
            var _ = socket.writeBinaryMessage(message);
        }
    }

    @Override
    public boolean isFull() {
        return isOpen() && socket.writeQueueFull();
    }

    @Override
    public void whenDrained(Runnable then) {
        drained.add(then);
        // it may have drained before this was added
        if (!isFull()) runDrained();
    }

    @Override
    public void close(int code, String reason) {
        if (isOpen()) {
            var _ = socket.close((short) code, reason);
        }
    }

    private void runDrained() {
        // those that wait again are not run again now
        for (int left = drained.size(); left > 0; left--) {
            var next = drained.poll();
            if (next != null) next.run();
        }
    }

    Instant neededAt() {
        return neededAt;
    }

    void needed(Instant now) {
        neededAt = now;
    }
}
