package io.bitchat.messages.peers;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which peers messages may name. */
@ConfigMapping(prefix = "bitchat.messages")
public interface KnownPeersConfig {
    /**
     * Rejects messages from or to peers that are not registered; otherwise a stub row stands in until the peer
     * registers.
     */
    @WithDefault("false")
    boolean strictPeers();
}
