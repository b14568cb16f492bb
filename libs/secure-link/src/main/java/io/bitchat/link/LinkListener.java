package io.bitchat.link;

import io.vertx.core.net.SocketAddress;
import java.nio.ByteBuffer;

/** Hears of links. Calls for one link come one after the other on its event loop and must not block. */
public interface LinkListener {
    /**
     * The other side is authenticated and trusted. The side that dialed hears it first: the other one may still refuse.
     */
    default void opened(Link link) {}

    /** A frame arrived; the buffer has exactly its bytes and belongs to the listener. */
    void frame(Link link, ByteBuffer frame);

    /** The last call for this link. */
    default void closed(Link link, CloseReason reason) {}

    /** A connection ended before it became a link. */
    default void refused(SocketAddress remote, CloseReason reason) {}
}
