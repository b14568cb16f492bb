package io.bitchat.messages.peers;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whom messages may name. */
@ConfigMapping(prefix = "bitchat.messages")
public interface KnownPeersConfig {
    /** Refuses messages from or to peers that never registered; otherwise a stub stands for them until they do. */
    @WithDefault("false")
    boolean strictPeers();
}
