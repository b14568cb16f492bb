package io.bitchat.messages.socket;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * An open WebSocket of a peer. It reads only as fast as its answers are written: a client that does not read its
 * answers is not read from either, so no backlog builds up here. Handlers run on its event loop; the other methods may
 * be called from any thread.
 */
public final class PeerSocket {
    private static final int FRAMES_AT_A_TIME = 16;
    private static final long PING_MILLIS = 30_000;
    private static final short BROKEN_HERE = 1011;

    private final String id = UUID.randomUUID().toString();
    private final String peerId;
    private final ServerWebSocket socket;
    private final Vertx vertx;
    private final TextAssembly assembly = new TextAssembly();
    private final Runnable closed;
    private long pinging;

    /** @param closed action that runs once when the socket is closed, by either side */
    public PeerSocket(String peerId, ServerWebSocket socket, Vertx vertx, Runnable closed) {
        this.closed = closed;
        this.peerId = peerId;
        this.socket = socket;
        this.vertx = vertx;
    }

    /** Handles what the client sends. */
    public interface Listener {
        /** A frame of any type arrived. */
        void heard();

        /** A message arrived. The next frame is read when the returned item arrives. */
        Uni<Void> said(TextAssembly.Step message);

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
        socket.pause();
        socket.frameHandler(frame -> frame(frame, listener));
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

    private void frame(WebSocketFrame frame, Listener listener) {
        listener.heard();
        Function<byte[], TextAssembly.Step> next =
                switch (frame.type()) {
                    case TEXT -> bytes -> assembly.begins(true, bytes, frame.isFinal());
                    case BINARY -> bytes -> assembly.begins(false, bytes, frame.isFinal());
                    case CONTINUATION -> bytes -> assembly.goesOn(bytes, frame.isFinal());
                    case PING, PONG, CLOSE -> null;
                };
        if (next == null) fetchWhenDrained();
        else handle(next.apply(frame.binaryData().getBytes()), listener);
    }

    private void handle(TextAssembly.Step step, Listener listener) {
        switch (step) {
            case TextAssembly.Step.More _ -> socket.fetch(1);
            case TextAssembly.Step.Violation(var code, var reason) -> close(code, reason);
            case TextAssembly.Step.Text _, TextAssembly.Step.Binary _, TextAssembly.Step.TooLong _ ->
                listener.said(step).subscribe().with(_ -> socket.fetch(1), failure -> {
                    Log.warnf("socket closed, a frame could not be answered peer=%s cause=%s", peerId, failure);
                    close(BROKEN_HERE, "internal error");
                });
        }
    }

    /** Vert.x answers pings itself; the next frame is read after the write queue has drained. */
    private void fetchWhenDrained() {
        if (!isOpen()) return; // the last frame was a close frame
        if (!socket.writeQueueFull()) socket.fetch(1);
        else socket.drainHandler(_ -> socket.fetch(1));
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
