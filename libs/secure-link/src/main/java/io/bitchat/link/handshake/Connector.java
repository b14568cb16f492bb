package io.bitchat.link.handshake;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;

/** Connects to other nodes and starts handshakes, for all dialers of an endpoint. */
public final class Connector {
    private final Vertx vertx;
    private final LinkHandshakes handshakes;
    private final Duration timeout;
    private final NetClient client;

    public Connector(Vertx vertx, LinkHandshakes handshakes, Duration timeout) {
        this.vertx = vertx;
        this.handshakes = handshakes;
        this.timeout = timeout;
        this.client = vertx.createNetClient(
                new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(Math.toIntExact(timeout.toMillis())));
    }

    /** Returns a failed future, and does not throw, if Vert.x is shutting down. */
    public Future<NetSocket> connect(SocketAddress remote) {
        try {
            return client.connect(remote);
        } catch (IllegalStateException e) {
            return Future.failedFuture(e);
        }
    }

    public Handshaking handshaking(NetSocket socket, Handshaking.Host host) {
        return new Handshaking(vertx, socket, handshakes.dialing(), timeout.toMillis(), host);
    }
}
