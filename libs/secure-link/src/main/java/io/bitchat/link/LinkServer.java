package io.bitchat.link;

import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.crypto.noise.NoiseSession;
import io.bitchat.link.frame.MessageSplitter;
import io.bitchat.link.handshake.Handshaking;
import io.bitchat.link.handshake.LinkHandshakes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Accepts links on one address. All its connections share one event loop. */
public final class LinkServer {
    private final LinkContext shared;
    private final Context context;
    private final LinkHandshakes handshakes;
    private final LinkPolicy policy;
    private final NetServer server;
    private final Set<Handshaking> halfOpen = new LinkedHashSet<>();
    private final Set<Link> links = new LinkedHashSet<>();

    LinkServer(LinkContext shared, Context context, LinkHandshakes handshakes, LinkPolicy policy) {
        this.shared =
                new LinkContext(shared.vertx(), shared.config(), shared.counters(), new Registering(shared.listener()));
        this.context = context;
        this.handshakes = handshakes;
        this.policy = policy;
        this.server = shared.vertx().createNetServer(new NetServerOptions().setTcpNoDelay(true));
    }

    Future<LinkServer> listen(String host, int port) {
        Promise<LinkServer> listening = Promise.promise();
        context.runOnContext(_ ->
                server.connectHandler(this::accept).listen(port, host).map(this).onComplete(listening));
        return listening.future();
    }

    public int port() {
        return server.actualPort();
    }

    /** Stops accepting, and closes all links of this server at once; queued frames may be lost. */
    public Future<Void> close() {
        Promise<Void> closed = Promise.promise();
        context.runOnContext(_ -> {
            List.copyOf(halfOpen).forEach(handshaking -> handshaking.refuse(CloseReason.LOCAL));
            List.copyOf(links).forEach(link -> link.close(CloseReason.LOCAL));
            context.runOnContext(_ -> server.close().onComplete(closed));
        });
        return closed.future();
    }

    private void accept(NetSocket socket) {
        if (halfOpen.size() == shared.config().limits().maxHalfOpen()) makeRoom();
        var newcomer = new Newcomer(socket);
        halfOpen.add(newcomer.handshaking);
        newcomer.handshaking.start();
    }

    /**
     * Drops the oldest handshake: a handshake takes a few milliseconds, so the oldest one is the least likely to
     * complete.
     */
    private void makeRoom() {
        halfOpen.iterator().next().refuse(CloseReason.CROWDED_OUT);
    }

    private final class Newcomer implements Handshaking.Host {
        private final NetSocket socket;
        private final Handshaking handshaking;

        Newcomer(NetSocket socket) {
            this.socket = socket;
            long timeout = shared.config().times().handshake().toMillis();
            this.handshaking = new Handshaking(shared.vertx(), socket, handshakes.accepting(), timeout, this);
        }

        @Override
        public @Nullable CloseReason objection(X25519PublicKey remote) {
            if (!policy.trusts(remote)) return CloseReason.UNTRUSTED;
            return links.size() < shared.config().limits().maxLinks() ? null : CloseReason.TOO_MANY_LINKS;
        }

        @Override
        public void completed(NoiseSession session, MessageSplitter rest) {
            halfOpen.remove(handshaking);
            new SocketLink(shared, socket, session, rest).start();
        }

        @Override
        public void refused(CloseReason reason) {
            halfOpen.remove(handshaking);
            shared.counters().ended(reason);
            shared.listener().refused(socket.remoteAddress(), reason);
        }
    }

    /** Keeps the set of open links, and forwards all calls. */
    private final class Registering implements LinkListener {
        private final LinkListener listener;

        Registering(LinkListener listener) {
            this.listener = listener;
        }

        @Override
        public void opened(Link link) {
            links.add(link);
            listener.opened(link);
        }

        @Override
        public void frame(Link link, ByteBuffer frame) {
            listener.frame(link, frame);
        }

        @Override
        public void closed(Link link, CloseReason reason) {
            links.remove(link);
            listener.closed(link, reason);
        }

        @Override
        public void refused(SocketAddress remote, CloseReason reason) {
            listener.refused(remote, reason);
        }
    }
}
