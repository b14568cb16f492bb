package io.bitchat.lan.link;

import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.lan.LinkId;
import io.bitchat.lan.Turn;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.registry.Allowance;
import io.bitchat.lan.wire.LineSplitter;
import io.bitchat.lan.wire.PeerId;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection to a peer. Its peer is known once a line with its name arrived: a link that was dialled has an
 * expected peer before.
 */
public final class Link {
    /** States of a link. */
    enum State {
        /** The driver tries to open it. */
        DIALLING,
        /** Lines can be sent. */
        OPEN,
        /** Another link to the same peer is used; what is under way here is still read. */
        DRAINING
    }

    private static final int BURST_SECONDS = 10;
    private static final int REQUESTS_AT_ONCE = 64;
    private static final int REQUESTS_PER_SECOND = 32;

    final LinkId id;
    final @Nullable PeerId expected;
    final @Nullable Endpoint contact;
    final Ipv4 remote;
    final LineSplitter splitter = new LineSplitter();
    final Allowance allowance;
    private final Allowance requests;
    State state;
    long since;

    @Nullable
    X25519PublicKey secured;

    @Nullable
    PeerId peer;

    boolean ours;
    long run;
    long heard;
    long nextPing;
    long pingSent;
    boolean pingOpen;
    int missed;
    long roundTrip;
    int offences;
    private Set<PeerId> neighbours = Set.of();

    private Link(LinkId id, @Nullable PeerId expected, @Nullable Endpoint contact, Ipv4 remote, Turn turn) {
        this.id = id;
        this.expected = expected;
        this.contact = contact;
        this.remote = remote;
        this.state = id.dialled() ? State.DIALLING : State.OPEN;
        this.since = turn.millis();
        this.heard = since;
        int perSecond = turn.parameters().linesPerSecond();
        this.allowance = new Allowance(BURST_SECONDS * perSecond, perSecond, since);
        this.requests = new Allowance(REQUESTS_AT_ONCE, REQUESTS_PER_SECOND, since);
    }

    static Link accepted(LinkId id, Ipv4 from, Turn turn) {
        return new Link(id, null, null, from, turn);
    }

    static Link dialled(LinkId id, PeerId peer, Ipv4 to, Turn turn) {
        return new Link(id, peer, null, to, turn);
    }

    static Link toContact(LinkId id, Endpoint contact, Turn turn) {
        return new Link(id, null, contact, contact.host(), turn);
    }

    public LinkId id() {
        return id;
    }

    /** Whether the peer may ask for lines again; each request can cost a large answer. */
    public boolean takeRequest(long now) {
        return requests.take(now);
    }

    /** The peer at the other end; null as long as it has not said its name. */
    public @Nullable PeerId peer() {
        return peer;
    }

    /** Whether the other end understands the additional fields. */
    public boolean isOurs() {
        return ours;
    }

    /** Address of the other end. */
    public Ipv4 remote() {
        return remote;
    }

    /** Start of the peer's program in milliseconds since 1970; 0 for a plain peer. */
    public long run() {
        return run;
    }

    /** Time from the last answered ping to its pong in milliseconds; 0 if there was none. */
    public long roundTrip() {
        return roundTrip;
    }

    /** Whether the peer said that it has a link to another one. */
    public boolean reaches(PeerId other) {
        return neighbours.contains(other);
    }

    /** Whether the peer said that it has a link to one of these. */
    public boolean reachesAny(Predicate<PeerId> others) {
        return neighbours.stream().anyMatch(others);
    }

    /** The peers that the peer said it has links to, in its order. */
    public Set<PeerId> neighbours() {
        return neighbours;
    }

    /**
     * Records what the peer says about its links.
     *
     * @return whether they are others than before
     */
    public boolean note(Collection<PeerId> others) {
        var before = neighbours;
        neighbours = Collections.unmodifiableSet(new LinkedHashSet<>(others));
        return !neighbours.equals(before);
    }
}
