package io.bitchat.edge.mesh.socket;

import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.lan.LinkId;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.link.CloseReason;
import io.bitchat.link.LinkPolicy;
import io.bitchat.link.LinkUpgrade;
import io.bitchat.link.handshake.Handshaking;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Accepted connections that have not shown what they are. The first byte tells: 00 begins a handshake, everything else
 * is plain text. A connection has {@value #OPENING_MILLIS} ms for its first byte or its handshake, and at most {@value
 * #MAX} may be unfinished: beyond that, the oldest is closed for a new one, because an honest one takes milliseconds.
 */
final class Newcomers {
    /** Fewer than the node bears of those who have not said their name. */
    static final int MAX = 48;

    static final long OPENING_MILLIS = 3_000;
    /** Who says nothing for this long is spoken to in plain text: a plain peer may wait for a line to answer. */
    static final long QUIET_MILLIS = 500;

    private static final byte HANDSHAKE = 0;

    private final Vertx vertx;
    private final @Nullable LinkUpgrade upgrade;
    private final Host host;
    private final Set<Newcomer> waiting = new LinkedHashSet<>();
    private final AtomicLong dropped = new AtomicLong();

    /** Takes connections that have shown what they are. */
    interface Host {
        PlainConnection plain(LinkId link, NetSocket socket);

        void accepted(LinkId link, Ipv4 from, Connection connection, @Nullable X25519PublicKey secured);

        void received(LinkId link, byte[] bytes, Runnable taken);

        /** The last call for a connection; told for each that was added. */
        void ended(LinkId link);
    }

    /** @param upgrade null if all connections are plain */
    Newcomers(Vertx vertx, @Nullable LinkUpgrade upgrade, Host host) {
        this.vertx = vertx;
        this.upgrade = upgrade;
        this.host = host;
    }

    void add(LinkId link, Ipv4 from, NetSocket socket) {
        if (waiting.size() >= MAX) waiting.iterator().next().drop(CloseReason.CROWDED_OUT);
        var newcomer = new Newcomer(link, from, socket);
        waiting.add(newcomer);
        if (upgrade == null) newcomer.speakFirst();
    }

    void dropAll() {
        for (var newcomer : List.copyOf(waiting)) newcomer.drop(CloseReason.LOCAL);
    }

    /** Number of connections that were closed before they had shown what they are; may be asked on any thread. */
    long dropped() {
        return dropped.get();
    }

    private final class Newcomer implements SecuredConnection.Owner {
        private final LinkId link;
        private final Ipv4 from;
        private final NetSocket socket;
        private final long deadline;
        private final long quiet;
        private @Nullable Handshaking handshaking;

        Newcomer(LinkId link, Ipv4 from, NetSocket socket) {
            this.link = link;
            this.from = from;
            this.socket = socket;
            this.deadline = vertx.setTimer(OPENING_MILLIS, _ -> drop(CloseReason.HANDSHAKE_TIMEOUT));
            this.quiet = vertx.setTimer(QUIET_MILLIS, _ -> speakFirst());
            socket.exceptionHandler(_ -> {});
            socket.closeHandler(_ -> ended());
            socket.handler(this::first);
        }

        private void first(Buffer bytes) {
            if (upgrade != null && bytes.getByte(0) == HANDSHAKE) shakeHands(upgrade, bytes);
            else spoke(plain(), bytes);
        }

        private void shakeHands(LinkUpgrade with, Buffer bytes) {
            vertx.cancelTimer(quiet);
            handshaking = with.accepted(socket, LinkPolicy.anybody(), new SecuredConnection(this));
            handshaking.start(bytes);
        }

        /** It is plain from now on, and still has to say something in time. */
        void speakFirst() {
            vertx.cancelTimer(quiet);
            var connection = plain();
            socket.handler(bytes -> spoke(connection, bytes));
        }

        private PlainConnection plain() {
            var connection = host.plain(link, socket);
            host.accepted(link, from, connection, null);
            return connection;
        }

        private void spoke(PlainConnection connection, Buffer bytes) {
            settle();
            socket.handler(connection::arrived);
            connection.arrived(bytes);
        }

        @Override
        public void opened(SecuredConnection connection, X25519PublicKey key) {
            settle();
            host.accepted(link, from, connection, key);
        }

        @Override
        public void received(byte[] bytes, Runnable taken) {
            host.received(link, bytes, taken);
        }

        @Override
        public void closed(CloseReason reason) {
            ended();
        }

        void drop(CloseReason reason) {
            settle();
            dropped.incrementAndGet();
            if (handshaking == null) socket.close();
            else handshaking.refuse(reason);
        }

        private void ended() {
            if (waiting.contains(this)) dropped.incrementAndGet();
            settle();
            host.ended(link);
        }

        private void settle() {
            waiting.remove(this);
            vertx.cancelTimer(deadline);
            vertx.cancelTimer(quiet);
        }
    }
}
