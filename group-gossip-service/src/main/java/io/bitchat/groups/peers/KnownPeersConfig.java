package io.bitchat.groups.peers;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whom groups may name. */
@ConfigMapping(prefix = "bitchat.groups")
public interface KnownPeersConfig {
    /** Refuses peers that never registered, with 404; otherwise a stub stands for them until they do. */
    @WithDefault("false")
    boolean strictPeers();
}
