package io.bitchat.lan.link;

import io.bitchat.lan.Count;
import io.bitchat.lan.Effect;
import io.bitchat.lan.Identity;
import io.bitchat.lan.LinkId;
import io.bitchat.lan.Turn;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.registry.Peer;
import io.bitchat.lan.wire.PeerId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides when to dial which peer. The peer with the smaller id dials at once; the other one gives it some time, and
 * dials too if no link has come.
 */
final class Dialer {
    static final int MAX_DIALLING = 16;

    private final Identity identity;
    private final Turn turn;
    private final Map<PeerId, Attempts> attempts = new HashMap<>();
    private long dials;

    private static final class Attempts {
        int failures;
        long notBefore;
    }

    Dialer(Identity identity, Turn turn) {
        this.identity = identity;
        this.turn = turn;
    }

    /** Dials a peer without a link, if it is time. */
    @Nullable
    Link dial(Peer peer) {
        var address = peer.address();
        if (address == null) return null;
        var attempt = attempts.computeIfAbsent(peer.id(), _ -> first(peer.id()));
        if (turn.millis() < attempt.notBefore) return null;
        var id = new LinkId(true, ++dials);
        var secure = identity.secure() == null ? null : peer.secure();
        turn.count(Count.DIALS);
        turn.effect(new Effect.Dial(id, peer.id(), address, secure));
        return Link.dialled(id, peer.id(), address.host(), turn);
    }

    /** Dials an address whose peer is not known. */
    Link dial(Endpoint contact) {
        var id = new LinkId(true, ++dials);
        turn.count(Count.DIALS);
        turn.effect(new Effect.Dial(id, null, contact, null));
        return Link.toContact(id, contact, turn);
    }

    private Attempts first(PeerId peer) {
        var attempt = new Attempts();
        attempt.notBefore = turn.millis() + grace(peer);
        return attempt;
    }

    private long grace(PeerId peer) {
        return dialsFirst(peer) ? 0 : turn.parameters().grace().toMillis();
    }

    /** Whether this node has the smaller id. */
    boolean dialsFirst(PeerId peer) {
        return identity.peer().compareTo(peer) < 0;
    }

    /** A link to the peer failed or was lost: the next one comes after a pause, which grows with each failure. */
    void failed(PeerId peer) {
        var attempt = attempts.computeIfAbsent(peer, this::first);
        attempt.failures++;
        attempt.notBefore =
                turn.millis() + grace(peer) + turn.parameters().backoff().millisAfter(attempt.failures, turn.random());
    }

    /** The peer is connected: the next loss counts as the first failure. */
    void succeeded(PeerId peer) {
        attempts.remove(peer);
    }

    /** The peer is silent: dial it now. */
    void hurry(PeerId peer) {
        attempts.computeIfAbsent(peer, this::first).notBefore = turn.millis();
    }

    void forget(PeerId peer) {
        attempts.remove(peer);
    }

    /** When the peer is dialled next, on the clock of {@link Turn#millis}; null if it is not waited for. */
    @Nullable
    Long next(PeerId peer) {
        var attempt = attempts.get(peer);
        return attempt == null ? null : (Long) attempt.notBefore;
    }
}
