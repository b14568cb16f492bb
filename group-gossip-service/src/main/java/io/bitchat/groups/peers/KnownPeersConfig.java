package io.bitchat.groups.peers;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Peers that groups may name. */
@ConfigMapping(prefix = "bitchat.groups")
public interface KnownPeersConfig {
    /** Refuses peers that never registered, with 404. Otherwise a stub row stands for them until they register. */
    @WithDefault("false")
    boolean strictPeers();
}
