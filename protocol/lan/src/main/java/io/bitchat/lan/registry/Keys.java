package io.bitchat.lan.registry;

import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Proof;
import io.bitchat.lan.wire.Refusal;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The key that was first seen for each peer. Later ones are refused, and so is what has no signature. What the peer
 * itself sent counts for more than what others relayed.
 */
public final class Keys {
    private static final int REMEMBERED = 1_024;

    private final Map<PeerId, Pin> first = new Bounded<>(REMEMBERED);

    private record Pin(Ed25519PublicKey key, boolean relayed) {}

    /**
     * Checks a signature, and remembers the key if it is the first.
     *
     * @param relayed whether it came from another peer than this one
     * @param matches checks the signature; called only if the key is acceptable, because it is expensive
     * @return the reason for which this must be refused; null if it is acceptable
     */
    public @Nullable Refusal check(PeerId peer, @Nullable Proof proof, boolean relayed, BooleanSupplier matches) {
        var known = first.get(peer);
        boolean binds = known != null && (relayed || !known.relayed());
        if (proof == null) return binds ? Refusal.UNSIGNED : null;
        if (known != null && binds && !known.key().equals(proof.key())) return Refusal.KEY_CHANGED;
        if (!matches.getAsBoolean()) return Refusal.FORGED;
        if (!binds) first.put(peer, new Pin(proof.key(), relayed));
        return null;
    }

    /** The key of a peer; null for a plain peer. */
    public @Nullable Ed25519PublicKey of(PeerId peer) {
        var pin = first.get(peer);
        return pin == null ? null : pin.key();
    }
}
