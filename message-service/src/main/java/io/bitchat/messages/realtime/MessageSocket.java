package io.bitchat.messages.realtime;

import io.bitchat.kit.auth.Access.Caller;
import io.bitchat.kit.auth.VerifiedToken;
import io.bitchat.kit.problem.Outages;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.messages.realtime.Frames.ClientFrame;
import io.bitchat.messages.receipts.ReceiptOutcome;
import io.bitchat.messages.receipts.Receipts;
import io.quarkus.logging.Log;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnPongMessage;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * {@code WS /api/bitchat/ws/{peer_id}[?since=cursor]}: pushes what the peer is sent and takes acknowledgements. The
 * upgrade was permitted by {@link SocketGate}.
 */
@WebSocket(path = "/api/bitchat/ws/{peerId}", endpointId = MessageSocket.ID)
class MessageSocket {
    static final String ID = "messages";

    private static final int MAX_FRAME_CHARS = 4_096;

    private final SocketRegistry registry;
    private final Receipts receipts;
    private final Frames frames;

    MessageSocket(SocketRegistry registry, Receipts receipts, Frames frames) {
        this.registry = registry;
        this.receipts = receipts;
        this.frames = frames;
    }

    @OnOpen
    Uni<Void> open(WebSocketConnection socket) {
        var request = SocketRequest.of(socket.handshakeRequest());
        return registry.open(socket.pathParam("peerId"), socket, request);
    }

    @OnTextMessage
    Uni<Void> frame(String text, WebSocketConnection socket) {
        registry.heard(socket);
        if (text.length() > MAX_FRAME_CHARS) {
            return socket.sendText(
                    frames.error("frame_too_large", "a frame has at most %,d characters".formatted(MAX_FRAME_CHARS)));
        }
        return switch (frames.parse(text)) {
            case ClientFrame.Ping _ -> socket.sendText(Frames.PONG);
            case ClientFrame.Ack(var messageId) ->
                answer(socket, receipts.delivered(messageId, callerOf(socket), TraceContext.start()));
            case ClientFrame.Read(var messageId) ->
                answer(socket, receipts.read(messageId, callerOf(socket), TraceContext.start()));
            case ClientFrame.Invalid(var code, var detail) -> socket.sendText(frames.error(code, detail));
        };
    }

    @OnBinaryMessage
    Uni<Void> frame(Buffer bytes, WebSocketConnection socket) {
        registry.heard(socket);
        return socket.sendText(frames.error("unknown_frame", "frames are JSON text, not bytes"));
    }

    @OnPongMessage
    void pong(Buffer payload, WebSocketConnection socket) {
        registry.heard(socket);
    }

    @OnClose
    void close(WebSocketConnection socket) {
        registry.close(socket);
    }

    /** A failure to answer must not be answered: that would fail as well, and so on. */
    @OnError
    Uni<Void> failed(Throwable failure, WebSocketConnection socket) {
        if (!socket.isOpen()) return Uni.createFrom().voidItem();
        return socket.sendText(errorOf(failure, socket)).onFailure().recoverWithNull();
    }

    private String errorOf(Throwable failure, WebSocketConnection socket) {
        if (Outages.isOutage(failure)) return frames.error("dependency_unavailable", "not noted; send it again");
        Log.warnf("frame refused peer=%s cause=%s", socket.pathParam("peerId"), failure);
        return frames.error("malformed_frame", "the frame could not be read");
    }

    /** A socket speaks for its own peer in every mode. */
    private static Caller callerOf(WebSocketConnection socket) {
        var peerId = socket.pathParam("peerId");
        return new Caller(Optional.of(new VerifiedToken(peerId, Long.MAX_VALUE, java.time.Instant.MAX)));
    }

    /** Success is silent. */
    private Uni<Void> answer(WebSocketConnection socket, Uni<ReceiptOutcome> outcome) {
        return outcome.flatMap(result -> switch (result) {
            case ReceiptOutcome.Noted _ -> Uni.createFrom().voidItem();
            case ReceiptOutcome.UnknownMessage _ -> socket.sendText(frames.error("not_found", "no such message"));
            case ReceiptOutcome.NotRecipient _ -> socket.sendText(frames.error("forbidden", "it is not for you"));
            case ReceiptOutcome.TooLate(var reason) -> socket.sendText(frames.error("message_failed", reason));
        });
    }
}
