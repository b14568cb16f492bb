package io.bitchat.link;

import io.bitchat.crypto.X25519PublicKey;
import java.util.Set;

/** Decides which nodes this one holds links with, before any frame of them is delivered; must not block. */
@FunctionalInterface
public interface LinkPolicy {
    boolean trusts(X25519PublicKey remote);

    static LinkPolicy only(Set<X25519PublicKey> keys) {
        return Set.copyOf(keys)::contains;
    }

    /** Trusts every key, for networks that anybody may join; links still authenticate both sides. */
    static LinkPolicy anybody() {
        return _ -> true;
    }
}
