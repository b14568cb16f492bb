package io.bitchat.edge.mesh.socket;

import io.bitchat.crypto.X25519KeyPair;
import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.lan.LinkId;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.link.CloseReason;
import io.bitchat.link.LinkConfig;
import io.bitchat.link.LinkIdentity;
import io.bitchat.link.LinkMetrics;
import io.bitchat.link.LinkUpgrade;
import io.bitchat.link.handshake.Handshaking;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The TCP connections of a node, plain and encrypted: one event loop reads and writes them. What a link brings is read
 * only as fast as the node takes it, and a link whose other side does not read is closed. All methods are called on that
 * event loop.
 */
public final class TcpLinks {
    /** Size of each buffer of the kernel; it uses about twice as much. */
    private static final int KERNEL_BYTES = 64 << 10;
    /** Bytes that may wait to be sent on one link. */
    private static final int QUEUE_BYTES = 1 << 20;
    /** Connections that others may have opened; beyond them, new ones are closed at once. */
    private static final int MAX_ACCEPTED = 512;

    /** For a connection, and for a handshake after it; also for a closed link to be flushed. */
    public static final Duration OPENING = Duration.ofMillis(Newcomers.OPENING_MILLIS);
    /** Accepted connections that have not shown what they are; the oldest is closed for one more. */
    public static final int MAX_NEWCOMERS = Newcomers.MAX;
    /**
     * A connection on which nothing can be written for this long is cut off, whatever is left to be sent. On a link that is
     * read, a ping leaves more often.
     */
    public static final int WRITE_IDLE_SECONDS = 12;

    private final Vertx vertx;
    private final NetServer server;
    private final NetClient client;
    private final Taker taker;
    private final @Nullable LinkUpgrade upgrade;
    private final Newcomers newcomers;
    private final Map<LinkId, Connection> open = new HashMap<>();
    private final Map<LinkId, Handshaking> dialling = new HashMap<>();
    private long accepted;
    private int acceptedNow;
    private boolean stopped;

    /** Hears of connections, on the event loop. */
    public interface Taker {
        /** @param secured key that the other side has proven; null if the link is plain */
        void accepted(LinkId link, Ipv4 from, @Nullable X25519PublicKey secured);

        void opened(LinkId link, @Nullable X25519PublicKey secured);

        /** Takes bytes; {@code taken} is to be called on the event loop when the next may come. */
        void received(LinkId link, byte[] bytes, Runnable taken);

        void closed(LinkId link);

        /** The other side of a dialled link proved another key than it should; it has not seen the one of this side. */
        void wrongKey(LinkId link);
    }

    /**
     * @param secure keys of encrypted links; null if all are plain
     * @param writeIdleSeconds {@link #WRITE_IDLE_SECONDS}, or less in a test
     */
    public TcpLinks(Vertx vertx, Taker taker, @Nullable X25519KeyPair secure, int writeIdleSeconds) {
        this.vertx = vertx;
        this.taker = taker;
        this.upgrade = secure == null ? null : upgrade(vertx, secure);
        this.newcomers = new Newcomers(vertx, upgrade, new Accepted());
        this.server = vertx.createNetServer(new NetServerOptions()
                .setTcpNoDelay(true)
                .setReceiveBufferSize(KERNEL_BYTES)
                .setSendBufferSize(KERNEL_BYTES)
                .setWriteIdleTimeout(writeIdleSeconds)
                .setAcceptBacklog(128));
        this.client = vertx.createNetClient(new NetClientOptions()
                .setTcpNoDelay(true)
                .setReceiveBufferSize(KERNEL_BYTES)
                .setSendBufferSize(KERNEL_BYTES)
                .setWriteIdleTimeout(writeIdleSeconds)
                .setConnectTimeout((int) OPENING.toMillis()));
    }

    private static LinkUpgrade upgrade(Vertx vertx, X25519KeyPair keys) {
        var config = LinkConfig.defaults()
                .withMaxFrameBytes(SecuredConnection.FRAME_BYTES)
                .withOutboundQueueBytes(QUEUE_BYTES)
                .withHandshake(OPENING);
        return new LinkUpgrade(vertx, new LinkIdentity(keys), config, new SecureRandom());
    }

    /** Listens; port 0 means any. Returns the port. */
    public Future<Integer> listen(String host, int port) {
        server.connectHandler(this::accept);
        return server.listen(port, host).map(NetServer::actualPort);
    }

    private void accept(NetSocket socket) {
        var from = Ipv4.parse(socket.remoteAddress().hostAddress());
        if (stopped || acceptedNow >= MAX_ACCEPTED || from.isEmpty()) {
            socket.close();
            return;
        }
        acceptedNow++;
        newcomers.add(new LinkId(false, ++accepted), from.get(), socket);
    }

    /** @param secure key that the other side has to prove; null for a plain link */
    public void dial(LinkId link, Endpoint address, @Nullable X25519PublicKey secure) {
        client.connect(address.port(), address.host().toString())
                .onSuccess(socket -> {
                    if (stopped) socket.close();
                    else if (secure == null) open(link, socket);
                    else shakeHands(link, socket, secure);
                })
                .onFailure(_ -> taker.closed(link));
    }

    private void open(LinkId link, NetSocket socket) {
        socket.closeHandler(_ -> ended(link));
        open.put(link, plain(link, socket));
        taker.opened(link, null);
    }

    private void shakeHands(LinkId link, NetSocket socket, X25519PublicKey expected) {
        var handshaking = Objects.requireNonNull(upgrade, "a node without keys dials in plain text")
                .dialed(socket, expected, new SecuredConnection(new Dialled(link)));
        dialling.put(link, handshaking);
        handshaking.start();
    }

    private final class Dialled implements SecuredConnection.Owner {
        private final LinkId link;

        Dialled(LinkId link) {
            this.link = link;
        }

        @Override
        public void opened(SecuredConnection connection, X25519PublicKey key) {
            dialling.remove(link);
            open.put(link, connection);
            taker.opened(link, key);
        }

        @Override
        public void received(byte[] bytes, Runnable taken) {
            taker.received(link, bytes, taken);
        }

        @Override
        public void closed(CloseReason reason) {
            if (dialling.remove(link) == null) ended(link);
            else if (reason == CloseReason.WRONG_PEER) taker.wrongKey(link);
            else taker.closed(link);
        }
    }

    private PlainConnection plain(LinkId link, NetSocket socket) {
        return new PlainConnection(socket, QUEUE_BYTES, (bytes, taken) -> taker.received(link, bytes, taken));
    }

    private void ended(LinkId link) {
        if (!link.dialled()) acceptedNow--;
        if (open.remove(link) != null) taker.closed(link);
    }

    private final class Accepted implements Newcomers.Host {
        @Override
        public PlainConnection plain(LinkId link, NetSocket socket) {
            return TcpLinks.this.plain(link, socket);
        }

        @Override
        public void accepted(LinkId link, Ipv4 from, Connection connection, @Nullable X25519PublicKey secured) {
            open.put(link, connection);
            taker.accepted(link, from, secured);
        }

        @Override
        public void received(LinkId link, byte[] bytes, Runnable taken) {
            taker.received(link, bytes, taken);
        }

        @Override
        public void ended(LinkId link) {
            TcpLinks.this.ended(link);
        }
    }

    // --- of the node

    public void send(LinkId link, byte[] bytes) {
        var connection = open.get(link);
        if (connection == null || connection.send(bytes)) return;
        open.remove(link);
        connection.cutOff();
        taker.closed(link);
    }

    /** Closes a link after what was sent before, if the other side reads that; its end is not told. */
    public void close(LinkId link) {
        var handshaking = dialling.remove(link);
        if (handshaking != null) handshaking.refuse(CloseReason.LOCAL);
        var connection = open.remove(link);
        if (connection != null) connection.close();
    }

    public Future<Void> stop() {
        stopped = true;
        newcomers.dropAll();
        for (var link : List.copyOf(dialling.keySet())) close(link);
        for (var link : new ArrayList<>(open.keySet())) close(link);
        Promise<Void> ended = Promise.promise();
        // encrypted links write what waits, and end, in the next turn
        vertx.runOnContext(
                _ -> Future.all(server.close(), client.close()).<Void>mapEmpty().onComplete(ended));
        return ended.future();
    }

    /** Counters of encrypted links; empty if all are plain. May be asked on any thread. */
    public Optional<LinkMetrics> encrypted() {
        return Optional.ofNullable(upgrade).map(LinkUpgrade::metrics);
    }

    /** Accepted connections that ended before they had shown what they are. May be asked on any thread. */
    public long dropped() {
        return newcomers.dropped();
    }
}
