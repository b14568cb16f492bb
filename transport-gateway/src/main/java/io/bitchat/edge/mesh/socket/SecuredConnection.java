package io.bitchat.edge.mesh.socket;

import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.link.CloseReason;
import io.bitchat.link.Link;
import io.bitchat.link.LinkListener;
import io.bitchat.link.SendResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An encrypted connection: what is sent becomes frames, cut anywhere, and the contents of frames are handed on. The link
 * is read only as fast as they are taken; meanwhile at most what one read has decrypted is kept.
 */
final class SecuredConnection implements Connection, LinkListener {
    /** Content of a frame. Longer ones are not sent, and end a link. */
    static final int FRAME_BYTES = 1 << 16;

    private final Owner owner;
    private @Nullable Link link;
    private Buffer arrived = Buffer.buffer();
    private boolean busy;

    /** Hears what becomes of a handshake, and of the link after it. */
    interface Owner extends Taker {
        /** The other side has proven this key. */
        void opened(SecuredConnection connection, X25519PublicKey key);

        /** The last call: there is no link, or no longer one, whoever closed it. */
        void closed(CloseReason reason);
    }

    SecuredConnection(Owner owner) {
        this.owner = owner;
    }

    @Override
    public void opened(Link opened) {
        link = opened;
        owner.opened(this, opened.remoteKey());
    }

    @Override
    public void frame(Link from, ByteBuffer frame) {
        var bytes = new byte[frame.remaining()];
        frame.get(bytes);
        arrived.appendBytes(bytes);
        if (!busy) handOn(from);
    }

    private void handOn(Link from) {
        busy = arrived.length() > 0;
        if (!busy) {
            from.resume();
            return;
        }
        from.pause();
        var bytes = arrived.getBytes();
        arrived = Buffer.buffer();
        owner.received(bytes, () -> handOn(from));
    }

    @Override
    public void closed(Link ended, CloseReason reason) {
        owner.closed(reason);
    }

    @Override
    public void refused(SocketAddress remote, CloseReason reason) {
        owner.closed(reason);
    }

    @Override
    public boolean send(byte[] bytes) {
        for (int at = 0; at < bytes.length; at += FRAME_BYTES) {
            var frame = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + FRAME_BYTES));
            if (open().send(frame) == SendResult.QUEUE_FULL) return false;
        }
        return true;
    }

    @Override
    public void close() {
        open().close(CloseReason.LOCAL);
    }

    @Override
    public void cutOff() {
        open().close(CloseReason.NOT_READ);
    }

    private Link open() {
        return Objects.requireNonNull(link, "the handshake is not over");
    }
}
