package io.bitchat.lan.registry;

import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.lan.Event;
import io.bitchat.lan.Turn;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Proof;
import io.bitchat.lan.wire.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The key that was first seen for each peer. Later ones are refused, and so is what has no signature. What the peer
 * itself sent counts for more than what others relayed, and is told, so that it can be kept for the next run.
 */
public final class Keys {
    /** Peers whose keys are remembered, of those that showed them and of those that others told of. */
    public static final int REMEMBERED = 1_024;

    private static final int MAX_REFUSED = 64;

    private final Turn turn;
    /** The one that was used longest ago comes first. */
    private final LinkedHashMap<PeerId, Ed25519PublicKey> shown = new LinkedHashMap<>(16, 0.75f, true);
    /** Apart, so that nobody takes the place of what a peer showed by relaying many names. */
    private final Map<PeerId, Ed25519PublicKey> relayed = new Bounded<>(REMEMBERED);

    private final Map<PeerId, RefusedKey> refused = new Bounded<>(MAX_REFUSED);

    public Keys(Turn turn) {
        this.turn = turn;
    }

    /** Takes keys that peers showed in an earlier run; those that are known already stay. */
    public void know(Map<PeerId, Ed25519PublicKey> keys) {
        keys.forEach((peer, key) -> {
            if (shown.size() < REMEMBERED) shown.putIfAbsent(peer, key);
        });
    }

    /**
     * Checks a signature, and remembers the key if it is the first.
     *
     * @param isRelayed whether it came from another peer than this one
     * @param matches checks the signature; called only if that decides something, because it is expensive
     * @return the reason for which this must be refused; null if it is acceptable
     */
    public @Nullable Refusal check(PeerId peer, @Nullable Proof proof, boolean isRelayed, BooleanSupplier matches) {
        var known = isRelayed ? of(peer) : shown.get(peer);
        if (proof == null) return known == null ? null : Refusal.UNSIGNED;
        if (known != null && !known.equals(proof.key())) {
            if (!isRelayed) changed(new RefusedKey(peer, known, proof.key(), turn.now()), matches);
            return Refusal.KEY_CHANGED;
        }
        if (!matches.getAsBoolean()) return Refusal.FORGED;
        if (known == null) pin(peer, proof.key(), isRelayed);
        return null;
    }

    private void pin(PeerId peer, Ed25519PublicKey key, boolean isRelayed) {
        if (isRelayed) {
            relayed.put(peer, key);
            return;
        }
        if (shown.size() >= REMEMBERED)
            turn.tell(new Event.KeyDropped(shown.pollFirstEntry().getKey()));
        shown.put(peer, key);
        relayed.remove(peer);
        turn.tell(new Event.KeyPinned(peer, key));
    }

    /** Who does not sign with the other key has not got it. */
    private void changed(RefusedKey now, BooleanSupplier matches) {
        var before = refused.get(now.peer());
        boolean isAgain = before != null && before.shown().equals(now.shown());
        if (isAgain || matches.getAsBoolean()) refused.put(now.peer(), now);
    }

    /** Forgets the key of a peer: the next one that it shows is the first. */
    public void forget(PeerId peer) {
        refused.remove(peer);
        relayed.remove(peer);
        if (shown.remove(peer) != null) turn.tell(new Event.KeyDropped(peer));
    }

    /** The key of a peer; null for a plain peer. */
    public @Nullable Ed25519PublicKey of(PeerId peer) {
        var own = shown.get(peer);
        return own == null ? relayed.get(peer) : own;
    }

    /** Other keys that somebody showed in the name of peers, the last one of each; the latest at the end. */
    public List<RefusedKey> refused() {
        return List.copyOf(refused.values());
    }
}
