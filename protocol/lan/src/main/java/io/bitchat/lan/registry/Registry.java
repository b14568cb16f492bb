package io.bitchat.lan.registry;

import io.bitchat.lan.Count;
import io.bitchat.lan.Event;
import io.bitchat.lan.LanParameters;
import io.bitchat.lan.Turn;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.registry.Peer.Connection;
import io.bitchat.lan.wire.Beacon;
import io.bitchat.lan.wire.Notes.Hello;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.lan.wire.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The peers of the network, at most {@value LanParameters#MAX_PEERS}, of which at most {@value #MAX_PER_SOURCE} may
 * have one IP address. Tells each change once.
 */
public final class Registry {
    static final int MAX_PER_SOURCE = 64;

    /** A beacon may be overtaken by a newer one, but only for a moment; then its sender's clock was set back. */
    private static final long OVERTAKEN = 60_000;

    private static final int MAX_DEPARTED = 256;

    private final PeerId self;
    private final Turn turn;
    private final Map<PeerId, Entry> entries = new LinkedHashMap<>();
    /** Time stamps of those that left, so that beacons that were sent before do not bring them back. */
    private final Map<PeerId, Long> departed = new Bounded<>(MAX_DEPARTED);

    private final List<PeerId> gone = new ArrayList<>();
    private boolean large;

    private static final class Entry {
        Peer peer;
        long heard;
        long beacon = Long.MIN_VALUE;
        long addressed;
        long skew;

        Entry(Peer peer, long heard) {
            this.peer = peer;
            this.heard = heard;
        }
    }

    public Registry(PeerId self, Turn turn) {
        this.self = self;
        this.turn = turn;
    }

    /** Takes a beacon that was checked. */
    public void announced(Beacon beacon) {
        long sent = beacon.timestamp().toEpochMilli();
        if (sent <= departed.getOrDefault(beacon.peer(), Long.MIN_VALUE)) {
            turn.refuse(Refusal.OUTDATED);
            return;
        }
        var entry = entries.get(beacon.peer());
        var next = peer(beacon, entry);
        var reason = entry == null ? null : reasonAgainst(beacon, entry, next);
        if (reason != null) {
            turn.refuse(reason);
            return;
        }
        if (entry == null) entry = admit(next);
        else update(entry, next);
        if (entry == null) return;
        entry.beacon = sent;
        entry.skew = sent - turn.wall();
        if (beacon.address().equals(next.address())) entry.addressed = turn.millis();
        hear(entry);
    }

    private Peer peer(Beacon beacon, @Nullable Entry known) {
        var proof = beacon.proof();
        return new Peer(
                beacon.peer(),
                beacon.profile(),
                known == null ? beacon.address() : address(known, beacon),
                beacon.run(),
                proof == null ? null : proof.key(),
                beacon.secure(),
                Presence.FRESH,
                known == null ? Connection.NONE : known.peer.connection());
    }

    /** A peer that is on two networks with this node has two addresses: the first is used as long as it is announced. */
    private Endpoint address(Entry known, Beacon beacon) {
        var first = known.peer.address();
        if (first == null || known.peer.run() != beacon.run()) return beacon.address();
        boolean isSecond = !first.host().equals(beacon.address().host());
        boolean isInUse =
                turn.millis() - known.addressed < turn.parameters().stale().toMillis();
        return isSecond && isInUse ? first : beacon.address();
    }

    private static @Nullable Refusal reasonAgainst(Beacon beacon, Entry known, Peer next) {
        long sent = beacon.timestamp().toEpochMilli();
        boolean overtaken = sent < known.beacon && known.beacon - sent < OVERTAKEN;
        if (overtaken || beacon.run() < known.peer.run()) return Refusal.OUTDATED;
        return isKeyTaken(known.peer, next) ? Refusal.KEY_CHANGED : null;
    }

    /** A peer that signs may replace the key of its links; one that does not might be somebody else. */
    private static boolean isKeyTaken(Peer known, Peer next) {
        return next.key() == null && known.secure() != null && !known.secure().equals(next.secure());
    }

    /**
     * Takes what a peer said on a link that is from {@code from}.
     *
     * @param hello null if it said only its name
     * @return false if there is no room for it
     */
    public boolean greeted(PeerId id, @Nullable Hello hello, long run, Keys keys, Ipv4 from) {
        var entry = entries.get(id);
        var known = entry == null ? null : entry.peer;
        if (known != null && hello == null) return true;
        var next = new Peer(
                id,
                hello == null ? Profile.PLAIN : hello.profile(),
                address(known, hello, run, from),
                run,
                keys.of(id),
                hello == null ? null : hello.secure(),
                Presence.FRESH,
                known == null ? Connection.NONE : known.connection());
        departed.remove(id);
        if (entry == null) return admit(next) != null;
        if (isKeyTaken(entry.peer, next)) {
            turn.refuse(Refusal.KEY_CHANGED);
            return false;
        }
        update(entry, next);
        return true;
    }

    private static @Nullable Endpoint address(@Nullable Peer known, @Nullable Hello hello, long run, Ipv4 from) {
        var before = known == null ? null : known.address();
        boolean keeps = known != null && before != null && known.run() == run;
        boolean isOwn = hello != null && hello.address().host().equals(from);
        return hello != null && isOwn && !keeps ? hello.address() : before;
    }

    private @Nullable Entry admit(Peer peer) {
        if (peer.id().equals(self) || entries.size() >= LanParameters.MAX_PEERS || isSourceFull(peer)) {
            turn.refuse(Refusal.REGISTRY_FULL);
            return null;
        }
        var entry = new Entry(peer, turn.millis());
        entries.put(peer.id(), entry);
        turn.count(Count.PEERS_JOINED);
        turn.tell(new Event.PeerJoined(peer));
        boolean wasLarge = large;
        large = entries.size() > LanParameters.LARGE_MESH;
        if (large && !wasLarge) turn.tell(new Event.MeshIsLarge(entries.size()));
        return entry;
    }

    private boolean isSourceFull(Peer peer) {
        var address = peer.address();
        return address != null
                && entries.values().stream()
                                .map(entry -> entry.peer.address())
                                .filter(known -> known != null && known.host().equals(address.host()))
                                .count()
                        >= MAX_PER_SOURCE;
    }

    private void update(Entry entry, Peer next) {
        var before = entry.peer;
        if (next.equals(before)) return;
        entry.peer = next;
        turn.tell(new Event.PeerChanged(before, next));
    }

    /** Records a sign of life of a peer itself. */
    public void heard(PeerId id) {
        var entry = entries.get(id);
        if (entry != null) hear(entry);
    }

    private void hear(Entry entry) {
        entry.heard = turn.millis();
        update(entry, entry.peer.withPresence(Presence.FRESH));
    }

    /** Records which link there is to a peer. */
    public void connected(PeerId id, Connection connection) {
        var entry = entries.get(id);
        if (entry != null) update(entry, entry.peer.withConnection(connection));
    }

    /**
     * Removes a peer that said that it leaves.
     *
     * @param sent when it said so, by its clock
     */
    public void left(PeerId id, Instant sent) {
        departed.put(id, sent.toEpochMilli());
        remove(id, true);
    }

    private void remove(PeerId id, boolean said) {
        var entry = entries.remove(id);
        if (entry == null) return;
        large = entries.size() > LanParameters.LARGE_MESH;
        gone.add(id);
        turn.count(Count.PEERS_LEFT);
        turn.tell(new Event.PeerLeft(entry.peer, said));
    }

    /**
     * Ages all peers, and removes those that are offline.
     *
     * @return the peers that have become suspect
     */
    public List<PeerId> tick() {
        var suspects = new ArrayList<PeerId>();
        for (var entry : List.copyOf(entries.values())) {
            long silence = turn.millis() - entry.heard;
            if (silence >= turn.parameters().offline().toMillis()) {
                remove(entry.peer.id(), false);
                continue;
            }
            var presence = presence(silence);
            if (presence == entry.peer.presence()) continue;
            if (presence == Presence.SUSPECT) suspects.add(entry.peer.id());
            update(entry, entry.peer.withPresence(presence));
        }
        return suspects;
    }

    /** The peers that were removed since the last call. */
    public List<PeerId> takeGone() {
        if (gone.isEmpty()) return List.of();
        var taken = List.copyOf(gone);
        gone.clear();
        return taken;
    }

    private Presence presence(long silence) {
        if (silence >= turn.parameters().suspect().toMillis()) return Presence.SUSPECT;
        return silence >= turn.parameters().stale().toMillis() ? Presence.STALE : Presence.FRESH;
    }

    /** A peer; null if it is not there. */
    public @Nullable Peer find(PeerId id) {
        var entry = entries.get(id);
        return entry == null ? null : entry.peer;
    }

    /** All peers, those that were first seen first. */
    public List<Peer> peers() {
        return entries.values().stream().map(entry -> entry.peer).toList();
    }

    /** How far the clock of a peer was ahead of this one when its last beacon came, in milliseconds. */
    public long skew(PeerId id) {
        var entry = entries.get(id);
        return entry == null ? 0 : entry.skew;
    }
}
