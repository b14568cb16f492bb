package io.bitchat.link;

import io.bitchat.crypto.X25519PublicKey;
import io.vertx.core.net.SocketAddress;

/** An open link to an authenticated node. All methods may be called from any thread and never block. */
public interface Link {
    /** Who is at the other end: proven by the handshake and trusted by the policy. */
    X25519PublicKey remoteKey();

    SocketAddress remoteAddress();

    /**
     * Queues a frame; frames arrive whole and in order, or the link closes.
     *
     * @param frame kept without a copy, so that one array serves many links: nobody may change it afterwards
     */
    SendResult send(byte[] frame);

    /** Bytes written to the wire, handshake excluded. */
    long bytesSent();

    /** Bytes read from the wire, handshake excluded. */
    long bytesReceived();

    /** Stops reading, so that the sender's queue fills; frames already decrypted still arrive. */
    void pause();

    void resume();

    /**
     * Ends the link: nothing more is delivered but {@link LinkListener#closed}. With {@link CloseReason#LOCAL} what was
     * accepted is still written, as long as the other side takes it within the handshake timeout.
     */
    void close(CloseReason reason);
}
