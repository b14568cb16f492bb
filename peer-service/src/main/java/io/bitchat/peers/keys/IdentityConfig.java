package io.bitchat.peers.keys;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Identity proofs and tokens. */
@ConfigMapping(prefix = "bitchat.identity")
public interface IdentityConfig {
    /**
     * File of the Ed25519 key that signs tokens: a private JWK, created at the first start, or a PKCS#8 PEM as OpenSSL
     * prints it. All replicas must share it.
     */
    Path signingKeyFile();

    /** Lifetime of a token. */
    @WithDefault("1h")
    Duration tokenLife();

    /** Lifetime of a nonce that waits to be signed. */
    @WithDefault("2m")
    Duration challengeLife();

    /**
     * Ids of the edge nodes, with commas between them. Their tokens have the role {@code edge}: they may say which peers
     * are near them, and get the messages of these. Register each before you name it here.
     */
    Optional<Set<String>> edgeNodes();
}
