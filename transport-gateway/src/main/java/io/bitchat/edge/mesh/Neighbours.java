package io.bitchat.edge.mesh;

import io.bitchat.lan.Event;
import io.bitchat.lan.registry.Peer;
import io.bitchat.lan.wire.PeerId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The peers of the LAN while a node runs, which of them carry messages, and the peers behind them. Changed on the thread
 * of the mesh only.
 */
final class Neighbours {
    private static final Logger LOG = LoggerFactory.getLogger(Neighbours.class);

    private final Map<String, Peer> peers = new ConcurrentHashMap<>();
    private final Carriers carriers = new Carriers();
    /** Those that this node has no link to, and a neighbour says it has one to. */
    private volatile Set<String> behind = Set.of();

    private final InFlight inFlight;
    private final PeersListener presence;
    private final Observer observer;

    /** Hears of changes. */
    interface Observer {
        /** There is a link to a peer, or from one of its neighbours to it. */
        void inReach(String peer);

        /** An edge node has come, or has started again. */
        void greeted(Peer peer);

        /** Another peer carries messages now. */
        void carrierChosen();
    }

    Neighbours(InFlight inFlight, PeersListener presence, Observer observer) {
        this.inFlight = inFlight;
        this.presence = presence;
        this.observer = observer;
    }

    // --- questions, from any thread

    Collection<Peer> all() {
        return peers.values();
    }

    /** A peer; null if it is not there. */
    @Nullable
    Peer find(String id) {
        return peers.get(id);
    }

    /** Whether this node hears a peer, or has a neighbour that relays to it. */
    boolean isLocal(String id) {
        return peers.containsKey(id) || behind.contains(id);
    }

    boolean hasLinkTo(String id) {
        var peer = peers.get(id);
        return peer != null && hasLink(peer);
    }

    /** Those with an encrypted link. */
    Set<String> secured() {
        return peers.values().stream()
                .filter(Neighbours::isSecured)
                .map(peer -> peer.id().value())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The peer that carries what is for the suite; null if there is none. */
    @Nullable
    String carrier() {
        return carriers.chosen();
    }

    private static boolean hasLink(Peer peer) {
        return peer.connection() != Peer.Connection.NONE;
    }

    private static boolean isSecured(Peer peer) {
        return peer.connection() == Peer.Connection.SECURED;
    }

    /** Whether there is a link to an edge node; others would show what it carries to their user. */
    static boolean isOurs(Peer peer) {
        return hasLink(peer) && peer.run() != 0;
    }

    // --- what happens

    /**
     * A peer has signed whether its uplink is open.
     *
     * @param run of the line: those of an earlier run may come late
     */
    void uplink(String id, long run, boolean open) {
        var peer = peers.get(id);
        if (peer != null && peer.run() == run) change(() -> carriers.said(id, open));
    }

    /** A peer has refused to carry a message. */
    void refused(String id) {
        // what waits is tried again after a pause, else two that both refuse would be asked all the time
        carriers.refused(id);
    }

    void happened(Event event) {
        switch (event) {
            case Event.PeerJoined(var peer) -> seen(peer);
            case Event.PeerChanged(var _, var peer) -> seen(peer);
            case Event.PeerLeft(var peer, boolean _) -> left(peer.id().value());
            case Event.PeersBehind(var ids) -> behind(ids);
            case Event.KeyPinned _, Event.KeyDropped _ -> {} // of the node, which keeps them
            case Event.LinesMissing _ -> {} // the sender's router sends again what was not acknowledged
            case Event.MeshIsLarge(int count) -> LOG.warn("the mesh is larger than it is made for peers={}", count);
        }
    }

    private void seen(Peer peer) {
        var id = peer.id().value();
        var before = peers.put(id, peer);
        boolean isNewRun = before == null || before.run() != peer.run();
        if (isNewRun) change(() -> carriers.forget(id));
        boolean had = before != null && hasLink(before);
        if (had && !hasLink(peer)) lost(id);
        if (!had && hasLink(peer)) {
            observer.inReach(id);
            change(() -> carriers.linked(id));
        }
        if (isOurs(peer) && (isNewRun || !isOurs(before))) observer.greeted(peer);
        tell(id, before != null && isSecured(before), isSecured(peer));
    }

    private void left(String id) {
        var before = peers.remove(id);
        lost(id);
        change(() -> carriers.forget(id));
        tell(id, before != null && isSecured(before), false);
    }

    private void behind(Set<PeerId> ids) {
        var before = behind;
        var now = ids.stream().map(PeerId::value).collect(Collectors.toUnmodifiableSet());
        behind = now;
        for (var id : before) if (!now.contains(id) && !hasLinkTo(id)) inFlight.lost(id);
        for (var id : now) if (!before.contains(id)) observer.inReach(id);
    }

    private void lost(String id) {
        inFlight.lost(id);
        change(() -> carriers.unlinked(id));
    }

    private void tell(String id, boolean before, boolean now) {
        if (!before && now) presence.appeared(id);
        if (before && !now) presence.vanished(id);
    }

    private void change(Runnable what) {
        var before = carriers.chosen();
        what.run();
        var now = carriers.chosen();
        if (now != null && !now.equals(before)) observer.carrierChosen();
    }

    /** The mesh has stopped, and its thread has ended. */
    void end() {
        behind = Set.of();
        List.copyOf(peers.keySet()).forEach(this::left);
    }
}
