package io.bitchat.link;

import io.bitchat.crypto.X25519PublicKey;
import java.util.Set;

/** Decides with whom links are held, before anything of them is delivered; must not block. */
@FunctionalInterface
public interface LinkPolicy {
    boolean trusts(X25519PublicKey remote);

    static LinkPolicy only(Set<X25519PublicKey> keys) {
        return Set.copyOf(keys)::contains;
    }

    /** For networks where anybody may join; links still prove who is who. */
    static LinkPolicy anybody() {
        return _ -> true;
    }
}
