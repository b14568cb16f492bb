package io.bitchat.kit.auth;

import io.smallrye.mutiny.Uni;
import java.security.PublicKey;

/** The keys that token signatures are verified with. */
public interface VerificationKeys {
    /** The key of this id; a null item where there is none. */
    Uni<PublicKey> find(String keyId);
}
