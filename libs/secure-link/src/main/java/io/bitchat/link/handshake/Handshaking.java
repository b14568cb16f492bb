package io.bitchat.link.handshake;

import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.crypto.noise.NoiseHandshake;
import io.bitchat.crypto.noise.NoiseRead;
import io.bitchat.crypto.noise.NoiseSession;
import io.bitchat.link.CloseReason;
import io.bitchat.link.frame.MessageSplitter;
import io.bitchat.link.frame.MessageSplitter.Found;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A connection during its handshake. It costs the accepting side some hundred bytes and a timer. */
public final class Handshaking {
    private static final byte[] NO_PAYLOAD = {};

    private final Vertx vertx;
    private final NetSocket socket;
    private final NoiseHandshake handshake;
    private final Host host;
    private final MessageSplitter splitter = new MessageSplitter();
    private final long timer;
    private boolean over;

    /** Owner of the handshake: decides about the other side, and receives the result. */
    public interface Host {
        /** Reason not to hold a link with this key; null if there is none. */
        @Nullable
        CloseReason objection(X25519PublicKey remote);

        void completed(NoiseSession session, MessageSplitter rest);

        void refused(CloseReason reason);
    }

    public Handshaking(Vertx vertx, NetSocket socket, NoiseHandshake handshake, long timeoutMillis, Host host) {
        this.vertx = vertx;
        this.socket = socket;
        this.handshake = handshake;
        this.host = host;
        this.timer = vertx.setTimer(timeoutMillis, _ -> refuse(CloseReason.HANDSHAKE_TIMEOUT));
    }

    /** Takes over a connection whose other side has already sent these bytes. */
    public void start(Buffer received) {
        start();
        if (received.length() > 0) arrived(received);
    }

    public void start() {
        socket.handler(this::arrived);
        socket.exceptionHandler(_ -> refuse(CloseReason.SOCKET_ERROR));
        socket.closeHandler(_ -> refuse(CloseReason.REMOTE));
        if (handshake.canWrite()) write();
    }

    public void refuse(CloseReason reason) {
        if (over) return;
        end();
        socket.close();
        host.refused(reason);
    }

    private void arrived(Buffer chunk) {
        if (over) return;
        splitter.append(chunk);
        // XX without payloads has messages of fixed sizes, so only one length is valid
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

    /** Checks the other side's key before this side sends its own. */
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
