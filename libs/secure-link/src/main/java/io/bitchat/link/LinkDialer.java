package io.bitchat.link;

import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.crypto.noise.NoiseSession;
import io.bitchat.link.frame.MessageSplitter;
import io.bitchat.link.handshake.Connector;
import io.bitchat.link.handshake.Handshaking;
import io.bitchat.retry.Backoff;
import io.vertx.core.Context;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Maintains one link to one address: dials, and dials again after each failure and each end, until it is closed. Pauses
 * grow until data arrives on a link, which proves it useful.
 */
public final class LinkDialer {
    private final LinkContext shared;
    private final Context context;
    private final Connector connector;
    private final LinkTarget target;
    private final Backoff backoff;
    private int failures;
    private @Nullable Handshaking handshaking;
    private @Nullable Link link;
    private boolean closed;

    LinkDialer(LinkContext shared, Context context, Connector connector, LinkTarget target, Backoff backoff) {
        this.shared =
                new LinkContext(shared.vertx(), shared.config(), shared.counters(), new Redialing(shared.listener()));
        this.context = context;
        this.connector = connector;
        this.target = target;
        this.backoff = backoff;
    }

    void start() {
        context.runOnContext(_ -> dial());
    }

    /** Closes the link, if there is one, and stops dialing. */
    public void close() {
        context.runOnContext(_ -> {
            closed = true;
            if (handshaking != null) handshaking.refuse(CloseReason.LOCAL);
            if (link != null) link.close(CloseReason.LOCAL);
        });
    }

    private void dial() {
        if (closed) return;
        connector.connect(target.remote()).onSuccess(this::connected).onFailure(_ -> failed(CloseReason.SOCKET_ERROR));
    }

    private void connected(NetSocket socket) {
        if (closed) {
            socket.close();
            return;
        }
        handshaking = connector.handshaking(socket, new Answerer(socket));
        handshaking.start();
    }

    private void failed(CloseReason reason) {
        handshaking = null;
        shared.counters().ended(reason);
        shared.listener().refused(target.remote(), reason);
        dialLater();
    }

    private void dialLater() {
        if (!closed) shared.vertx().setTimer(backoff.millisAfter(++failures), _ -> dial());
    }

    private final class Answerer implements Handshaking.Host {
        private final NetSocket socket;

        Answerer(NetSocket socket) {
            this.socket = socket;
        }

        @Override
        public @Nullable CloseReason objection(X25519PublicKey remote) {
            return target.objection(remote);
        }

        @Override
        public void completed(NoiseSession session, MessageSplitter rest) {
            handshaking = null;
            new SocketLink(shared, socket, session, rest).start();
        }

        @Override
        public void refused(CloseReason reason) {
            failed(reason);
        }
    }

    /** Forwards all calls, and dials again after the end of a link. */
    private final class Redialing implements LinkListener {
        private final LinkListener listener;

        Redialing(LinkListener listener) {
            this.listener = listener;
        }

        @Override
        public void opened(Link opened) {
            link = opened;
            listener.opened(opened);
        }

        @Override
        public void frame(Link from, ByteBuffer frame) {
            listener.frame(from, frame);
        }

        @Override
        public void closed(Link ended, CloseReason reason) {
            link = null;
            // the other side may refuse the link after this side considers it open: only received data proves
            // acceptance
            if (ended.bytesReceived() > 0) failures = 0;
            try {
                listener.closed(ended, reason);
            } finally {
                dialLater();
            }
        }

        @Override
        public void refused(SocketAddress remote, CloseReason reason) {
            listener.refused(remote, reason);
        }
    }
}
