package io.bitchat.link;

import io.vertx.core.net.SocketAddress;
import java.nio.ByteBuffer;

/** Is notified of links. Calls for one link are sequential on its event loop, and must not block. */
public interface LinkListener {
    /**
     * The other side is authenticated and trusted. The dialing side is notified first: the other side may still refuse.
     */
    default void opened(Link link) {}

    /** A frame arrived; the buffer contains exactly its bytes and belongs to the listener. */
    void frame(Link link, ByteBuffer frame);

    /** The last call for this link. */
    default void closed(Link link, CloseReason reason) {}

    /** A connection ended before it became a link. */
    default void refused(SocketAddress remote, CloseReason reason) {}
}
