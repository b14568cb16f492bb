package io.bitchat.lan.link;

import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.lan.CloseReason;
import io.bitchat.lan.Count;
import io.bitchat.lan.Effect;
import io.bitchat.lan.Identity;
import io.bitchat.lan.LinkId;
import io.bitchat.lan.Turn;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.registry.Bounded;
import io.bitchat.lan.registry.Discovery;
import io.bitchat.lan.registry.Peer.Connection;
import io.bitchat.lan.registry.Registry;
import io.bitchat.lan.wire.Decoded;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.LineCodec;
import io.bitchat.lan.wire.Notes;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The links of a node: one per peer, and a few that have not said whose they are. */
public final class Mesh {
    static final int MAX_STRANGERS = 64;
    static final long DRAINING = 1_000;
    /** A plain peer that was dialled may have nothing to say. */
    static final long QUIET = 500;

    static final long KEPT_AWAY = 60_000;
    static final int MAX_OFFENCES = 16;
    private static final int FLOOD_OFFENCE = 1_000;
    private static final int MAX_KEPT_AWAY = 256;

    private final Identity identity;
    private final Turn turn;
    private final Registry registry;
    private final Discovery discovery;
    private final Dialer dialer;
    private final Map<LinkId, Link> links = new LinkedHashMap<>();
    private final Map<PeerId, Link> byPeer = new TreeMap<>();
    private final Map<PeerId, Link> dialling = new HashMap<>();
    private final Map<PeerId, Long> keptAway = new Bounded<>(MAX_KEPT_AWAY);
    private final Contacts contacts;
    private final Pings pings;
    private long version;

    public Mesh(Identity identity, Turn turn, Registry registry, Discovery discovery) {
        this.identity = identity;
        this.turn = turn;
        this.registry = registry;
        this.discovery = discovery;
        this.dialer = new Dialer(identity, turn);
        this.contacts = new Contacts(turn);
        this.pings = new Pings(turn);
    }

    /** Replaces the addresses that are dialled without a beacon. */
    public void contacts(List<Endpoint> all) {
        contacts.set(all);
    }

    // --- what the driver reports

    /** @return the link if it may stay */
    public @Nullable Link accepted(LinkId id, Ipv4 from, @Nullable X25519PublicKey secured) {
        var link = Link.accepted(id, from, turn);
        links.put(id, link);
        long strangers = links.values().stream()
                .filter(other -> other.peer == null && !other.id.dialled())
                .count();
        if (!discovery.isLocal(from) && !contacts.isHost(from)) close(link, CloseReason.NOT_LOCAL, Refusal.NOT_LOCAL);
        else if (strangers > MAX_STRANGERS) close(link, CloseReason.TOO_MANY_STRANGERS, Refusal.TOO_MANY_STRANGERS);
        else return open(link, secured);
        return null;
    }

    /** @return the link if it is still wanted */
    public @Nullable Link opened(LinkId id, @Nullable X25519PublicKey secured) {
        var link = links.get(id);
        if (link != null && link.state == Link.State.DIALLING) return open(link, secured);
        // it was given up meanwhile, and the driver would keep the connection
        if (link == null) turn.effect(new Effect.Close(id, CloseReason.DIAL_TIMEOUT));
        return null;
    }

    private Link open(Link link, @Nullable X25519PublicKey secured) {
        turn.count(Count.LINKS_OPENED);
        link.state = Link.State.OPEN;
        link.since = turn.millis();
        link.heard = turn.millis();
        link.secured = secured;
        pings.begin(link);
        return link;
    }

    /** The driver has no such connection any more. */
    public void closed(LinkId id) {
        var link = links.get(id);
        if (link != null) gone(link);
    }

    /** Takes bytes, and hands on the lines in them until the link is closed. */
    public void received(LinkId id, byte[] bytes, BiConsumer<Link, Line> lines) {
        var link = links.get(id);
        if (link == null) return;
        turn.count(Count.BYTES_RECEIVED, bytes.length);
        link.splitter.take(bytes, decoded -> {
            if (links.get(id) == link) received(link, decoded, lines);
        });
    }

    private void received(Link link, Decoded<Line> decoded, BiConsumer<Link, Line> lines) {
        if (!link.allowance.take(turn.millis())) {
            turn.refuse(Refusal.FLOOD);
            if (++link.offences >= FLOOD_OFFENCE) keepAway(link, CloseReason.FLOODING);
            return;
        }
        switch (decoded) {
            case Decoded.Complete(var line) -> {
                turn.count(Count.LINES_RECEIVED);
                link.heard = turn.millis();
                lines.accept(link, line);
            }
            case Decoded.Refused(var reason) -> offence(link, reason);
        }
    }

    /** Counts what a correct peer does not send; too much of it ends the link. */
    public void offence(Link link, Refusal reason) {
        turn.refuse(reason);
        link.offences += FLOOD_OFFENCE / MAX_OFFENCES + 1;
        if (link.offences >= FLOOD_OFFENCE) keepAway(link, CloseReason.MALFORMED);
    }

    private void keepAway(Link link, CloseReason reason) {
        if (link.peer != null) keptAway.put(link.peer, turn.millis() + KEPT_AWAY);
        close(link, reason);
    }

    // --- who is at the other end

    /** Whether this peer may not have a link for now. */
    private boolean isKeptAway(PeerId peer) {
        return keptAway.getOrDefault(peer, 0L) > turn.millis();
    }

    /**
     * Closes a link that this peer may not have.
     *
     * @param hello null if the line was no greeting of one of ours
     * @return the reason; null if the link may stay
     */
    public @Nullable CloseReason refuse(Link link, PeerId peer, Notes.@Nullable Hello hello) {
        var reason = reasonAgainst(link, peer, hello);
        if (reason == null) return null;
        if (reason == CloseReason.OWN_ID) turn.refuse(Refusal.OWN_ID);
        if (reason == CloseReason.KEPT_AWAY) turn.refuse(Refusal.KEPT_AWAY);
        close(link, reason);
        return reason;
    }

    /**
     * Learns whose link this is.
     *
     * @param run start of the peer's program; 0 for a plain peer
     */
    public void identified(Link link, PeerId peer, long run) {
        link.peer = peer;
        link.run = run;
        dialling.remove(peer, link);
        if (link.contact != null) contacts.succeeded(link.contact);
        var other = byPeer.get(peer);
        var loser = other == null ? null : loser(link, other, peer);
        if (loser == link) {
            drain(link);
            return;
        }
        byPeer.put(peer, link);
        if (other != null) drain(other);
        dialer.succeeded(peer);
        registry.connected(peer, link.secured == null ? Connection.PLAIN : Connection.SECURED);
        version++;
    }

    private @Nullable CloseReason reasonAgainst(Link link, PeerId peer, Notes.@Nullable Hello hello) {
        if (peer.equals(identity.peer())) return CloseReason.OWN_ID;
        if (link.expected != null && !link.expected.equals(peer)) return CloseReason.WRONG_PEER;
        if (isKeptAway(peer)) return CloseReason.KEPT_AWAY;
        var known = registry.find(peer);
        var offered = known == null ? null : known.secure();
        if (offered == null && hello != null) offered = hello.secure();
        if (link.secured != null && !link.secured.equals(offered)) return CloseReason.WRONG_KEY;
        if (link.secured == null && offered != null && identity.secure() != null) return CloseReason.PLAIN_REFUSED;
        return null;
    }

    private Link loser(Link link, Link other, PeerId peer) {
        long silence = 2 * turn.parameters().pingInterval().toMillis();
        return new OneLink(turn.millis(), silence).loser(link, other, dialer.dialsFirst(peer));
    }

    private PeerId peerOf(Link link) {
        return link.peer == null ? identity.peer() : link.peer;
    }

    private void drain(Link link) {
        link.state = Link.State.DRAINING;
        link.since = turn.millis();
    }

    /** Takes a greeting of the peer of a link; true if it is the first one of one of ours. */
    public boolean greeted(Link link, long run) {
        boolean first = run > 0 && !link.ours;
        link.ours = run > 0;
        link.run = run;
        if (first) version++;
        return first && byPeer.get(peerOf(link)) == link;
    }

    // --- sending

    /** Sends a line, unless the link is not open. */
    public void send(Link link, Line line) {
        send(link, LineCodec.encode(line));
    }

    /** Sends an encoded line. */
    public void send(Link link, byte[] encoded) {
        if (link.state == Link.State.DIALLING || links.get(link.id) != link) return;
        turn.count(Count.LINES_SENT);
        turn.count(Count.BYTES_SENT, encoded.length);
        turn.effect(new Effect.Send(link.id, encoded));
    }

    // --- ends

    /** Closes a link that a rule forbids, and counts why. */
    private void close(Link link, CloseReason reason, Refusal refusal) {
        turn.refuse(refusal);
        close(link, reason);
    }

    /** Closes a link, unless it is gone. */
    public void close(LinkId id, CloseReason reason) {
        var link = links.get(id);
        if (link != null) close(link, reason);
    }

    public void close(Link link, CloseReason reason) {
        if (links.get(link.id) != link) return;
        turn.effect(new Effect.Close(link.id, reason));
        gone(link);
    }

    /** Closes all links to a peer. */
    public void closeAll(PeerId peer, CloseReason reason) {
        for (var link : List.copyOf(links.values())) {
            if (peer.equals(link.peer) || peer.equals(link.expected)) close(link, reason);
        }
        dialer.forget(peer);
    }

    public void closeAll(CloseReason reason) {
        for (var link : List.copyOf(links.values())) close(link, reason);
    }

    private void gone(Link link) {
        links.remove(link.id);
        if (link.expected != null && dialling.remove(link.expected, link)) {
            turn.count(Count.DIALS_FAILED);
            dialer.failed(link.expected);
        }
        if (link.contact != null && link.peer == null) contacts.failed(link.contact);
        if (link.peer != null && byPeer.remove(link.peer, link)) {
            turn.count(Count.LINKS_LOST);
            dialer.failed(link.peer);
            registry.connected(link.peer, Connection.NONE);
            version++;
        }
    }

    // --- time

    /** Dials who has no link, and closes what does not answer. */
    public void tick() {
        for (var link : List.copyOf(links.values())) age(link, turn.millis() - link.since);
        for (var contact : contacts.due(this::isKnown)) {
            var link = dialer.dial(contact);
            links.put(link.id, link);
        }
        for (var peer : registry.peers()) {
            if (dialling.size() >= Dialer.MAX_DIALLING) return;
            if (byPeer.containsKey(peer.id()) || dialling.containsKey(peer.id()) || isKeptAway(peer.id())) continue;
            var link = dialer.dial(peer);
            if (link == null) continue;
            links.put(link.id, link);
            dialling.put(peer.id(), link);
        }
    }

    /** Whether there is a link to a contact, or the peer there is known and dialled as such. */
    private boolean isKnown(Endpoint contact) {
        return links.values().stream().anyMatch(link -> contact.equals(link.contact))
                || registry.peers().stream().anyMatch(peer -> contact.equals(peer.address()));
    }

    private void age(Link link, long age) {
        boolean late = age >= turn.parameters().dialTimeout().toMillis();
        var expected = link.expected;
        if (link.state == Link.State.DRAINING) {
            if (age >= DRAINING) close(link, CloseReason.DUPLICATE);
        } else if (expected != null && link.peer == null) {
            // one of ours greets; a connection that only the system of its host has accepted does not
            var peer = registry.find(expected);
            boolean plain = link.state == Link.State.OPEN && age >= QUIET && peer != null && peer.run() == 0;
            if (plain && refuse(link, expected, null) == null) identified(link, expected, 0);
            else if (late) close(link, CloseReason.DIAL_TIMEOUT);
        } else if (link.state == Link.State.DIALLING && late) {
            close(link, CloseReason.DIAL_TIMEOUT);
        }
    }

    /** The links on which a ping is due; a link that has not answered too many of them is closed instead. */
    public List<Link> pingsDue() {
        var due = new ArrayList<Link>();
        for (var link : List.copyOf(links.values())) {
            if (!pings.isDue(link)) continue;
            if (pings.isDead(link)) close(link, CloseReason.SILENT);
            else due.add(link);
        }
        return due;
    }

    /** Records that a ping is sent. */
    public void pinged(Link link) {
        link.offences = Math.max(0, link.offences - FLOOD_OFFENCE / MAX_OFFENCES);
        pings.sent(link);
    }

    /** Records an answer to a ping. */
    public void ponged(Link link) {
        pings.answered(link);
    }

    /** Probes a peer that was silent: over its link, or with a new one. */
    public void probe(PeerId peer) {
        var link = byPeer.get(peer);
        if (link == null) dialer.hurry(peer);
        else link.nextPing = turn.millis();
    }

    // --- questions

    /** The link to a peer; null if there is none. */
    public @Nullable Link to(PeerId peer) {
        return byPeer.get(peer);
    }

    /** The links in use, in the order of their peers' ids. */
    public Collection<Link> all() {
        return byPeer.values();
    }

    public List<PeerId> peers() {
        return List.copyOf(byPeer.keySet());
    }

    /** Number of connections, also those that are being opened or have no name yet. */
    public int connections() {
        return links.size();
    }

    /** When a peer is dialled next, on the clock of {@link Turn#millis}; null if no pause is running. */
    public @Nullable Long nextDial(PeerId peer) {
        return dialer.next(peer);
    }

    /** Grows whenever links come or go. */
    public long version() {
        return version;
    }
}
