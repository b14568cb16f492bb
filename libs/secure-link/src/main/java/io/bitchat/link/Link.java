package io.bitchat.link;

import io.bitchat.crypto.X25519PublicKey;
import io.vertx.core.net.SocketAddress;

/** An open link to an authenticated node. All methods may be called from any thread and never block. */
public interface Link {
    /** Static key of the other node: proven by the handshake and trusted by the policy. */
    X25519PublicKey remoteKey();

    SocketAddress remoteAddress();

    /**
     * Queues a frame; frames arrive complete and in order, or the link closes.
     *
     * @param frame kept without a copy, so that one array can be sent on many links; it must not be changed afterwards
     */
    SendResult send(byte[] frame);

    /** Bytes written to the socket, without the handshake. */
    long bytesSent();

    /** Bytes read from the socket, without the handshake. */
    long bytesReceived();

    /** Stops reading, so that the sender's queue fills. Frames that are already decrypted are still delivered. */
    void pause();

    void resume();

    /**
     * Closes the link. After it, only {@link LinkListener#closed} is called. With {@link CloseReason#LOCAL}, accepted
     * frames are still written if the other side reads them within the handshake timeout.
     */
    void close(CloseReason reason);
}
