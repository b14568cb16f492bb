package io.bitchat.peers.keys;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** How peers prove who they are, and what they get for it. */
@ConfigMapping(prefix = "bitchat.identity")
public interface IdentityConfig {
    /** The key that signs tokens, as a private JWK; made at the first start. All replicas need the same. */
    Path signingKeyFile();

    /** How long a token is good for. */
    @WithDefault("1h")
    Duration tokenLife();

    /** How long a nonce waits for its signature. */
    @WithDefault("2m")
    Duration challengeLife();
}
