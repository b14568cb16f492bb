package io.bitchat.lan.wire;

import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.lan.address.Endpoint;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Announcement of a peer by UDP.
 *
 * @param leaving whether the peer says that it leaves
 * @param address where the peer accepts TCP connections
 * @param run start of the peer's program in milliseconds since 1970; 0 for a plain peer
 * @param lamport Lamport time of the peer; 0 for a plain peer
 * @param secure key for encrypted links; null if the peer has plain links only
 * @param proof signature; null for a plain peer
 */
public record Beacon(
        boolean leaving,
        PeerId peer,
        Endpoint address,
        Instant timestamp,
        Profile profile,
        long run,
        long lamport,
        @Nullable X25519PublicKey secure,
        @Nullable Proof proof) {
    /** A beacon with the four fields that all have. */
    public static Beacon plain(PeerId peer, Endpoint address, Instant timestamp) {
        return new Beacon(false, peer, address, timestamp, Profile.PLAIN, 0, 0, null, null);
    }

    /** A signed copy. */
    public Beacon signedBy(Ed25519KeyPair keys) {
        return new Beacon(
                leaving,
                peer,
                address,
                timestamp,
                profile,
                run,
                lamport,
                secure,
                Proof.by(keys, Canonical.bytesOf(this)));
    }

    /** Whether there is a signature and it matches. */
    public boolean isSigned() {
        return proof != null && proof.proves(Canonical.bytesOf(this));
    }
}
