package io.bitchat.link;

import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.crypto.noise.NoiseHandshake;
import io.bitchat.crypto.noise.NoiseRead;
import io.bitchat.crypto.noise.NoiseSession;
import io.bitchat.link.MessageSplitter.Found;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A connection on its way to become a link. It costs a stranger's host some hundred bytes and a timer. */
final class Handshaking {
    private static final byte[] NO_PAYLOAD = {};

    private final Vertx vertx;
    private final NetSocket socket;
    private final NoiseHandshake handshake;
    private final Host host;
    private final MessageSplitter splitter = new MessageSplitter();
    private final long timer;
    private boolean over;

    /** Who decides about the other side, and takes what comes of it. */
    interface Host {
        /** Null if a link with this key is welcome. */
        @Nullable
        CloseReason objection(X25519PublicKey remote);

        void completed(NoiseSession session, MessageSplitter rest);

        void refused(CloseReason reason);
    }

    Handshaking(Vertx vertx, NetSocket socket, NoiseHandshake handshake, long timeoutMillis, Host host) {
        this.vertx = vertx;
        this.socket = socket;
        this.handshake = handshake;
        this.host = host;
        this.timer = vertx.setTimer(timeoutMillis, _ -> refuse(CloseReason.HANDSHAKE_TIMEOUT));
    }

    void start() {
        socket.handler(this::arrived);
        socket.exceptionHandler(_ -> refuse(CloseReason.SOCKET_ERROR));
        socket.closeHandler(_ -> refuse(CloseReason.REMOTE));
        if (handshake.canWrite()) write();
    }

    void refuse(CloseReason reason) {
        if (over) return;
        end();
        socket.close();
        host.refused(reason);
    }

    private void arrived(Buffer chunk) {
        if (over) return;
        splitter.append(chunk);
        // XX without payloads has messages of fixed sizes, so a stranger's length is checked against one number
        while (!over && handshake.canRead()) {
            switch (splitter.next(handshake.overhead(), handshake.overhead())) {
                case Found.Incomplete() -> {
                    return;
                }
                case Found.BadLength _ -> refuse(CloseReason.HANDSHAKE_MALFORMED);
                case Found.Message(var message) -> read(message);
            }
        }
    }

    private void read(ByteBuffer message) {
        var bytes = new byte[message.remaining()];
        message.get(bytes);
        switch (handshake.read(bytes)) {
            case NoiseRead.Payload _ -> proceed();
            case NoiseRead.Refused _ -> refuse(CloseReason.HANDSHAKE_NOT_AUTHENTIC);
        }
    }

    /** The other side is judged before this side shows its own key. */
    private void proceed() {
        var objection = handshake.remoteStatic().map(host::objection).orElse(null);
        if (objection != null) refuse(objection);
        else if (handshake.canWrite()) write();
        else if (handshake.isComplete()) complete();
    }

    private void write() {
        var message = handshake.write(NO_PAYLOAD);
        socket.write(Buffer.buffer().appendUnsignedShort(message.length).appendBytes(message));
        if (handshake.isComplete()) complete();
    }

    private void complete() {
        end();
        host.completed(handshake.session(), splitter);
    }

    private void end() {
        over = true;
        vertx.cancelTimer(timer);
    }
}
