package io.bitchat.kit.auth;

import io.smallrye.mutiny.Uni;
import java.security.PublicKey;

/** The keys that token signatures are verified with. */
public interface VerificationKeys {
    /** The key with this id; a null item if there is none. */
    Uni<PublicKey> find(String keyId);
}
