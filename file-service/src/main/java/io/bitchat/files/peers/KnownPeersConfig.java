package io.bitchat.files.peers;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which peers may upload. */
@ConfigMapping(prefix = "bitchat.files")
public interface KnownPeersConfig {
    /**
     * Whether uploads of peers that never registered are rejected with 404. Otherwise a stub row stands for such a peer
     * until it registers.
     */
    @WithDefault("false")
    boolean strictPeers();
}
