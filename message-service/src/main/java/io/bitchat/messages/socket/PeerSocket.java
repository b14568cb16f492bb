package io.bitchat.messages.socket;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.ArrayDeque;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An open WebSocket of a peer. It reads only as fast as its answers are written: a client that does not read its
 * answers is not read from either, so no backlog builds up here. Handlers run on its event loop; the other methods may
 * be called from any thread.
 */
public final class PeerSocket {
    private static final int FRAMES_AT_A_TIME = 16;
    private static final long PING_MILLIS = 30_000;
    private static final short BROKEN_HERE = 1011;
    /** Beyond this, nothing is written that can wait, so that what cannot wait is not far behind it. */
    private static final int WRITE_QUEUE_BYTES = 128 << 10;

    private final String id = UUID.randomUUID().toString();
    private final String peerId;
    private final ServerWebSocket socket;
    private final Vertx vertx;
    private final String address;
    private final Runnable closed;
    private final ArrayDeque<Runnable> drained = new ArrayDeque<>();
    private long pinging;

    /**
     * @param address address of the client
     * @param closed action that runs once when the socket is closed, by either side
     */
    public PeerSocket(String peerId, String address, ServerWebSocket socket, Vertx vertx, Runnable closed) {
        this.closed = closed;
        this.peerId = peerId;
        this.address = address;
        this.socket = socket;
        this.vertx = vertx;
    }

    /** Handles what the client sends. */
    public interface Listener {
        /** A frame of any type arrived. */
        void heard();

        /** A message arrived. The next frame is read when the returned item arrives. */
        Uni<Void> said(MessageAssembly.Step message);

        /** Whether the client may send chunks of files at this moment; otherwise no binary message is kept. */
        boolean carriesChunks();

        /** The socket is closed, by either side. */
        void closed();
    }

    /** Unique among the sockets of this process. */
    public String id() {
        return id;
    }

    public String peerId() {
        return peerId;
    }

    /** Address of the client; behind a trusted proxy, the one that the proxy reports. */
    public String address() {
        return address;
    }

    public boolean isOpen() {
        return !socket.isClosed();
    }

    /** Returns true if the client closed it with this code, or confirmed a close with it. */
    public boolean wasClosedWith(int code) {
        var status = socket.closeStatusCode();
        return status != null && status == code;
    }

    /** Starts reading. Must be called once, on the socket's event loop. */
    public void listen(Listener listener) {
        var assembly = new MessageAssembly(listener::carriesChunks);
        socket.pause();
        socket.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
        socket.drainHandler(_ -> drained());
        socket.frameHandler(frame -> frame(frame, assembly, listener));
        socket.exceptionHandler(this::broke);
        socket.closeHandler(_ -> {
            vertx.cancelTimer(pinging);
            listener.closed();
            closed.run();
        });
        // random delay within the first interval, so that sockets opened together are not pinged together
        vertx.setTimer(1 + ThreadLocalRandom.current().nextLong(PING_MILLIS), _ -> {
            if (isOpen()) pinging = vertx.setPeriodic(PING_MILLIS, _ -> socket.writePing(Buffer.buffer()));
        });
        socket.fetch(FRAMES_AT_A_TIME);
    }

    /** Invalid frames: the connection will be closed, but the close code is sent first (RFC 6455 §7.1.7). */
    private void broke(Throwable failure) {
        Log.debugf("socket failed peer=%s cause=%s", peerId, failure);
        if (failure instanceof CorruptedWebSocketFrameException corrupted) {
            close(corrupted.closeStatus().code(), corrupted.closeStatus().reasonText());
        }
    }

    private void frame(WebSocketFrame frame, MessageAssembly assembly, Listener listener) {
        listener.heard();
        switch (frame.type()) {
            case TEXT -> handle(assembly.begins(true, frame.binaryData(), frame.isFinal()), listener);
            case BINARY -> handle(assembly.begins(false, frame.binaryData(), frame.isFinal()), listener);
            case CONTINUATION -> handle(assembly.goesOn(frame.binaryData(), frame.isFinal()), listener);
            case PING, PONG, CLOSE -> fetchWhenDrained();
        }
    }

    private void handle(MessageAssembly.Step step, Listener listener) {
        switch (step) {
            case MessageAssembly.Step.More _ -> socket.fetch(1);
            case MessageAssembly.Step.Violation(var code, var reason) -> close(code, reason);
            case MessageAssembly.Step.Text _,
                    MessageAssembly.Step.Binary _,
                    MessageAssembly.Step.Unwanted _,
                    MessageAssembly.Step.TooLong _ ->
                listener.said(step).subscribe().with(_ -> socket.fetch(1), failure -> {
                    Log.warnf("socket closed, a frame could not be answered peer=%s cause=%s", peerId, failure);
                    close(BROKEN_HERE, "internal error");
                });
        }
    }

    /** Vert.x answers pings itself; the next frame is read after the write queue has drained. */
    private void fetchWhenDrained() {
        if (!isOpen()) return; // the last frame was a close frame
        whenDrained(() -> socket.fetch(1));
    }

    /** Whether more waits to be written than what cannot wait should have before it. On the event loop only. */
    public boolean isFull() {
        return isOpen() && socket.writeQueueFull();
    }

    /** Runs the action once the socket is not {@linkplain #isFull full}, or at once. On the event loop only. */
    public void whenDrained(Runnable action) {
        if (isFull()) drained.add(action);
        else action.run();
    }

    private void drained() {
        for (int waiting = drained.size(); waiting > 0 && !isFull(); waiting--)
            drained.remove().run();
    }

    /** Writes a binary message. The buffer must not be changed afterwards. */
    public void send(Buffer message) {
        var _ = socket.writeBinaryMessage(message);
    }

    /** Completes when the operating system has taken the text. */
    public Uni<Void> send(String text) {
        return Uni.createFrom()
                .completionStage(() -> socket.writeTextMessage(text).toCompletionStage());
    }

    /** Closes with a code of RFC 6455 §7.4 or one of 4000 to 4999. */
    public void close(int code, String reason) {
        if (isOpen()) {
            var _ = socket.close((short) code, reason);
        }
    }
}
