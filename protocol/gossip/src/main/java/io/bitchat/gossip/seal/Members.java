package io.bitchat.gossip.seal;

import io.bitchat.crypto.Ed25519PublicKey;
import io.bitchat.gossip.PeerId;
import java.util.Optional;

/** The members of a group, who may write in it. */
@FunctionalInterface
public interface Members {
    /** The key with which a member signs; empty for a peer that is no member. */
    Optional<Ed25519PublicKey> keyOf(PeerId writer);
}
