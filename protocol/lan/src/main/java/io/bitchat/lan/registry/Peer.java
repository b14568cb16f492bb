package io.bitchat.lan.registry;

import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a peer now.
 *
 * @param address where it accepts links; null if it has not said so
 * @param run start of its program in milliseconds since 1970; 0 for a plain peer
 * @param key key that it signs with; null for a plain peer, which is unverified
 * @param secure key of its encrypted links; null if it has plain links only
 */
public record Peer(
        PeerId id,
        Profile profile,
        @Nullable Endpoint address,
        long run,
        @Nullable Ed25519PublicKey key,
        @Nullable X25519PublicKey secure,
        Presence presence,
        Connection connection) {
    /** The link to a peer. */
    public enum Connection {
        NONE,
        PLAIN,
        SECURED
    }

    /** Whether the peer has shown a signature. */
    public boolean isVerified() {
        return key != null;
    }

    /**
     * Fingerprint of the key that was first seen for this peer, see {@link Fingerprint}. It vouches for the key of its
     * links too, which it signs. Null for a peer that has not shown a signature.
     */
    public @Nullable String fingerprint() {
        return key == null ? null : Fingerprint.of(key);
    }

    Peer withPresence(Presence value) {
        return new Peer(id, profile, address, run, key, secure, value, connection);
    }

    Peer withConnection(Connection value) {
        return new Peer(id, profile, address, run, key, secure, presence, value);
    }
}
