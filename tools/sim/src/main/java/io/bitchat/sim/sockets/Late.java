package io.bitchat.sim.sockets;

import io.bitchat.link.CloseReason;
import io.bitchat.link.Link;
import io.bitchat.link.LinkListener;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** Forwards events to a listener that is set later: a node's address is known only once its server listens. */
final class Late implements LinkListener {
    private final CompletableFuture<LinkListener> node = new CompletableFuture<>();

    void become(LinkListener listener) {
        node.complete(listener);
    }

    @Override
    public void opened(Link link) {
        node.thenAccept(listener -> listener.opened(link));
    }

    @Override
    public void frame(Link link, ByteBuffer frame) {
        node.thenAccept(listener -> listener.frame(link, frame));
    }

    @Override
    public void closed(Link link, CloseReason reason) {
        node.thenAccept(listener -> listener.closed(link, reason));
    }
}
