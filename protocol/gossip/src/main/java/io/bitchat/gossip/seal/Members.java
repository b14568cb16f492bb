package io.bitchat.gossip.seal;

import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.gossip.PeerId;
import java.util.Optional;

/** Who may write in a group. */
@FunctionalInterface
public interface Members {
    /** The key a member signs with; empty for everybody else. */
    Optional<Ed25519PublicKey> keyOf(PeerId writer);
}
