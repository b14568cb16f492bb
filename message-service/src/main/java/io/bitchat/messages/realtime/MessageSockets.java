package io.bitchat.messages.realtime;

import io.bitchat.kit.auth.Access.Caller;
import io.bitchat.kit.problem.FailureClassifier;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.messages.realtime.Frames.ClientFrame;
import io.bitchat.messages.receipts.ReceiptOutcome;
import io.bitchat.messages.receipts.Receipts;
import io.bitchat.messages.rooms.RoomFrame;
import io.bitchat.messages.socket.MessageAssembly;
import io.bitchat.messages.socket.PeerSocket;
import io.bitchat.messages.socket.SocketRequest;
import io.bitchat.rooms.wire.Fault;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Answers the frames of clients: pings and acknowledgements; passes on what belongs to rooms. */
@ApplicationScoped
class MessageSockets {
    private static final int MAX_FRAME_CHARS = 4_096;
    private static final int MAX_SESSION_DESCRIPTION_CHARS = 32_768;

    private final SocketRegistry registry;
    private final Receipts receipts;
    private final Frames frames;

    MessageSockets(SocketRegistry registry, Receipts receipts, Frames frames) {
        this.registry = registry;
        this.receipts = receipts;
        this.frames = frames;
    }

    /** Takes over a socket that has just been opened. */
    void open(PeerSocket socket, SocketRequest request, Caller caller) {
        socket.listen(new PeerSocket.Listener() {
            @Override
            public void heard() {
                registry.heard(socket);
            }

            @Override
            public Uni<Void> said(MessageAssembly.Step message) {
                return answer(message, socket);
            }

            @Override
            public boolean carriesChunks() {
                return registry.links(socket).filter(links -> !links.isEmpty()).isPresent();
            }

            @Override
            public void closed() {
                registry.close(socket);
            }
        });
        registry.open(socket, request, caller);
    }

    private Uni<Void> answer(MessageAssembly.Step message, PeerSocket socket) {
        return switch (message) {
            case MessageAssembly.Step.Text(var text) -> frame(text, socket);
            case MessageAssembly.Step.Binary(var content) ->
                registry.links(socket).map(links -> links.said(content)).orElseGet(MessageSockets::nothing);
            case MessageAssembly.Step.Unwanted _ ->
                socket.send(frames.error("unknown_transfer", "there was no frame about a transfer before"));
            case MessageAssembly.Step.TooLong(var text) ->
                text ? tooLong(socket) : socket.send(frames.error(Fault.TOO_LONG.wire(), "longer than any chunk"));
            case MessageAssembly.Step.More _, MessageAssembly.Step.Violation _ -> nothing();
        };
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> frame(String text, PeerSocket socket) {
        if (text.length() > MAX_FRAME_CHARS) return longFrame(text, socket);
        return handle(frames.parse(text), text, socket);
    }

    /** Only a chunk may be so long, or a session description, of a device that has a link. */
    private Uni<Void> longFrame(String text, PeerSocket socket) {
        var frame = RoomFrame.read(text);
        boolean mayBeSoLong =
                frame.isChunk() || frame.isSessionDescription() && text.length() <= MAX_SESSION_DESCRIPTION_CHARS;
        return mayBeSoLong ? handle(Frames.ofRoom(frame), text, socket) : tooLong(socket);
    }

    private Uni<Void> handle(ClientFrame frame, String text, PeerSocket socket) {
        return switch (frame) {
            case ClientFrame.Ping _ -> socket.send(Frames.PONG);
            case ClientFrame.Ack(var messageId) ->
                told(socket, receipts.delivered(messageId, callerOf(socket), TraceContext.start()));
            case ClientFrame.Read(var messageId) ->
                told(socket, receipts.read(messageId, callerOf(socket), TraceContext.start()));
            case ClientFrame.Room(var ofRoom) ->
                registry.links(socket).map(links -> links.said(ofRoom, text)).orElseGet(MessageSockets::nothing);
            case ClientFrame.Invalid(var code, var detail) -> socket.send(frames.error(code, detail));
        };
    }

    private Uni<Void> tooLong(PeerSocket socket) {
        return socket.send(
                frames.error("frame_too_large", "a frame has at most %,d characters".formatted(MAX_FRAME_CHARS)));
    }

    /** A socket acts as its own peer in every access mode. */
    private static Caller callerOf(PeerSocket socket) {
        return new Caller.SocketPeer(socket.peerId());
    }

    /** Sends an error frame for a rejected receipt; sends nothing on success. */
    private Uni<Void> told(PeerSocket socket, Uni<ReceiptOutcome> outcome) {
        return outcome.map(this::complaint)
                .onFailure()
                .recoverWithItem(failure -> Optional.of(fault(failure, socket)))
                .flatMap(complaint -> complaint.map(socket::send).orElseGet(() -> Uni.createFrom()
                        .voidItem()));
    }

    private Optional<String> complaint(ReceiptOutcome outcome) {
        return switch (outcome) {
            case ReceiptOutcome.Noted _ -> Optional.empty();
            case ReceiptOutcome.UnknownMessage _ -> Optional.of(frames.error("not_found", "no such message"));
            case ReceiptOutcome.NotRecipient _ -> Optional.of(frames.error("forbidden", "you are not a recipient"));
            case ReceiptOutcome.TooLate(var reason) -> Optional.of(frames.error("message_failed", reason));
        };
    }

    private String fault(Throwable failure, PeerSocket socket) {
        if (FailureClassifier.isOutage(failure))
            return frames.error("dependency_unavailable", "the receipt was not stored; send it again");
        Log.warnf("frame refused peer=%s cause=%s", socket.peerId(), failure);
        return frames.error("malformed_frame", "the frame could not be read");
    }
}
