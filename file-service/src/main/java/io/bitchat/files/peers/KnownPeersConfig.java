package io.bitchat.files.peers;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Who may upload. */
@ConfigMapping(prefix = "bitchat.files")
public interface KnownPeersConfig {
    /** Refuses peers that never registered, with 404; otherwise a stub stands for them until they do. */
    @WithDefault("false")
    boolean strictPeers();
}
