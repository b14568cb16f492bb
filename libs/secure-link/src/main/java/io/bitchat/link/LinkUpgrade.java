package io.bitchat.link;

import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.crypto.noise.NoiseSession;
import io.bitchat.link.frame.MessageSplitter;
import io.bitchat.link.handshake.Handshaking;
import io.bitchat.link.handshake.LinkHandshakes;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes links of connections that the caller has opened or accepted, for a protocol that shares its port with this one.
 * The returned handshake is not started yet. Its time and size are limited, the number of handshakes and links is the
 * caller's matter. Everything happens on the event loop of the connection; {@link Handshaking#refuse} gives a handshake
 * up and has no effect on a link.
 */
public final class LinkUpgrade {
    private final Vertx vertx;
    private final LinkConfig config;
    private final LinkHandshakes handshakes;
    private final LinkCounters counters = new LinkCounters();

    /** @param random a {@link java.security.SecureRandom} except in simulations */
    public LinkUpgrade(Vertx vertx, LinkIdentity identity, LinkConfig config, RandomGenerator random) {
        this.vertx = vertx;
        this.config = config;
        this.handshakes = new LinkHandshakes(identity, random);
    }

    /**
     * The other side of this connection starts the handshake. What it has sent already is to be given to {@link
     * Handshaking#start(io.vertx.core.buffer.Buffer)}.
     */
    public Handshaking accepted(NetSocket socket, LinkPolicy policy, LinkListener listener) {
        var host = new Upgraded(socket, new LinkTarget(socket.remoteAddress(), Optional.empty(), policy), listener);
        return new Handshaking(vertx, socket, handshakes.accepting(), timeout(), host);
    }

    /** This side starts the handshake; only the owner of that key may answer. */
    public Handshaking dialed(NetSocket socket, X25519PublicKey expected, LinkListener listener) {
        var target = new LinkTarget(socket.remoteAddress(), Optional.of(expected), LinkPolicy.anybody());
        return new Handshaking(vertx, socket, handshakes.dialing(), timeout(), new Upgraded(socket, target, listener));
    }

    public LinkMetrics metrics() {
        return counters.snapshot();
    }

    private long timeout() {
        return config.times().handshake().toMillis();
    }

    private final class Upgraded implements Handshaking.Host {
        private final NetSocket socket;
        private final LinkTarget target;
        private final LinkListener listener;

        Upgraded(NetSocket socket, LinkTarget target, LinkListener listener) {
            this.socket = socket;
            this.target = target;
            this.listener = listener;
        }

        @Override
        public @Nullable CloseReason objection(X25519PublicKey remote) {
            return target.objection(remote);
        }

        @Override
        public void completed(NoiseSession session, MessageSplitter rest) {
            new SocketLink(new LinkContext(vertx, config, counters, listener), socket, session, rest).start();
        }

        @Override
        public void refused(CloseReason reason) {
            counters.ended(reason);
            listener.refused(target.remote(), reason);
        }
    }
}
