package io.bitchat.link;

import io.bitchat.crypto.X25519PublicKey;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Address to dial, and the nodes that may answer there. */
record LinkTarget(SocketAddress remote, Optional<X25519PublicKey> expected, LinkPolicy policy) {
    @Nullable
    CloseReason objection(X25519PublicKey answering) {
        if (expected.isPresent() && !expected.get().equals(answering)) return CloseReason.WRONG_PEER;
        return policy.trusts(answering) ? null : CloseReason.UNTRUSTED;
    }
}
