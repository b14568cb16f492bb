package io.bitchat.link;

import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.link.handshake.Connector;
import io.bitchat.link.handshake.LinkHandshakes;
import io.bitchat.retry.Backoff;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Listens and dials for one node, under one identity. Thread-safe. */
public final class LinkEndpoint {
    private final Vertx vertx;
    private final LinkPolicy policy;
    private final LinkConfig config;
    private final LinkHandshakes handshakes;
    private final Connector connector;
    private final LinkCounters counters = new LinkCounters();

    /** @param random used by several threads; a {@link java.security.SecureRandom} except in simulations */
    public LinkEndpoint(
            Vertx vertx, LinkIdentity identity, LinkPolicy policy, LinkConfig config, RandomGenerator random) {
        this.vertx = vertx;
        this.policy = policy;
        this.config = config;
        this.handshakes = new LinkHandshakes(identity, random);
        this.connector = new Connector(vertx, handshakes, config.times().handshake());
    }

    /** Accepts links. With port 0 the system chooses a port, see {@link LinkServer#port}. */
    public Future<LinkServer> listen(String host, int port, LinkListener listener) {
        return new LinkServer(shared(listener), newContext(), handshakes, policy).listen(host, port);
    }

    /** Dials until the dialer is closed; any trusted node may answer. */
    public LinkDialer dial(SocketAddress remote, LinkListener listener) {
        return dial(new LinkTarget(remote, Optional.empty(), policy), listener);
    }

    /** Dials until the dialer is closed; only the owner of that key may answer. */
    public LinkDialer dial(SocketAddress remote, X25519PublicKey expected, LinkListener listener) {
        return dial(new LinkTarget(remote, Optional.of(expected), policy), listener);
    }

    public LinkMetrics metrics() {
        return counters.snapshot();
    }

    private LinkDialer dial(LinkTarget target, LinkListener listener) {
        var backoff = new Backoff(config.times().redialMin(), config.times().redialMax());
        var dialer = new LinkDialer(shared(listener), newContext(), connector, target, backoff);
        dialer.start();
        return dialer;
    }

    private LinkContext shared(LinkListener listener) {
        return new LinkContext(vertx, config, counters, listener);
    }

    /** A context with an event loop of its own: the public API gives all callers on a thread the same one. */
    private Context newContext() {
        return ((VertxInternal) vertx).createEventLoopContext();
    }
}
