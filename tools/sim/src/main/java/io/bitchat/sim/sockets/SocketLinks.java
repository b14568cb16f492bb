package io.bitchat.sim.sockets;

import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.gossip.Contact;
import io.bitchat.gossip.PeerId;
import io.bitchat.link.CloseReason;
import io.bitchat.link.Link;
import io.bitchat.link.LinkDialer;
import io.bitchat.link.LinkEndpoint;
import io.bitchat.link.LinkListener;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The links of one node, opened when there is something to send. Links to neighbours stay open, all others close after
 * 3 s. A link that ended is reopened only when there is something else to send.
 */
final class SocketLinks {
    private static final int QUEUED = 64;
    private static final long LINGER_MS = 3_000;

    private final Vertx vertx;
    private final LinkEndpoint endpoint;
    private final Map<X25519PublicKey, PeerId> peers;
    private final Map<PeerId, List<Link>> open = new HashMap<>();
    private final Map<PeerId, LinkDialer> dialers = new HashMap<>();
    private final Map<PeerId, List<byte[]>> queued = new HashMap<>();
    private final Set<PeerId> lapsing = new HashSet<>();
    private final Predicate<PeerId> neighbours;

    /**
     * @param peers peers by link key; complete before the first link is opened
     * @param neighbours whether links to a peer stay open
     */
    SocketLinks(Vertx vertx, LinkEndpoint endpoint, Map<X25519PublicKey, PeerId> peers, Predicate<PeerId> neighbours) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        this.peers = peers;
        this.neighbours = neighbours;
    }

    Optional<PeerId> peerOf(X25519PublicKey key) {
        return Optional.ofNullable(peers.get(key));
    }

    void send(Contact to, byte[] frame, LinkListener listener) {
        lapseUnlessNeighbour(to.id());
        var links = open.get(to.id());
        if (links != null && !links.isEmpty()) {
            links.getFirst().send(frame);
            return;
        }
        if (to.address().isEmpty()) return;
        var waiting = queued.computeIfAbsent(to.id(), _ -> new ArrayList<>());
        if (waiting.size() < QUEUED) waiting.add(frame);
        dialers.computeIfAbsent(to.id(), _ -> endpoint.dial(address(to), listener));
    }

    private static SocketAddress address(Contact to) {
        int colon = to.address().lastIndexOf(':');
        return SocketAddress.inetSocketAddress(
                Integer.parseInt(to.address().substring(colon + 1)),
                to.address().substring(0, colon));
    }

    void opened(Link link) {
        peerOf(link.remoteKey()).ifPresent(peer -> {
            open.computeIfAbsent(peer, _ -> new ArrayList<>()).add(link);
            var waiting = queued.remove(peer);
            if (waiting != null) waiting.forEach(link::send);
        });
    }

    /** @return the peer, if this was its last link */
    Optional<PeerId> closed(Link link) {
        return peerOf(link.remoteKey()).filter(peer -> {
            var links = open.get(peer);
            if (links == null || !links.remove(link) || !links.isEmpty()) return false;
            close(peer);
            return true;
        });
    }

    /** Closes the links to a peer later if it is no longer a neighbour. */
    void release(PeerId peer) {
        lapseUnlessNeighbour(peer);
    }

    private void lapseUnlessNeighbour(PeerId peer) {
        if (neighbours.test(peer) || !lapsing.add(peer)) return;
        vertx.setTimer(LINGER_MS, _ -> {
            lapsing.remove(peer);
            if (!neighbours.test(peer)) close(peer);
        });
    }

    private void close(PeerId peer) {
        queued.remove(peer);
        var dialer = dialers.remove(peer);
        if (dialer != null) dialer.close();
        var links = open.remove(peer);
        if (links != null) List.copyOf(links).forEach(link -> link.close(CloseReason.LOCAL));
    }
}
