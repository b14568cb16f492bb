package io.bitchat.groups.federation;

import io.bitchat.gossip.GossipParameters;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Gossip between sites that share groups. docs/protocols/gossip.md, section 9, explains the effect of each value. */
@ConfigMapping(prefix = "bitchat.gossip")
public interface GossipConfig {
    /**
     * Number of neighbouring sites to which a site sends each new message or its id. A site with links to all others
     * sends its own messages to all.
     */
    @WithDefault("3")
    @Min(1)
    @Max(32)
    int fanout();

    /**
     * Shortest length of a gossip round. Ids of new messages are collected and announced at its end. While nothing
     * changes, rounds get up to 64 times longer.
     */
    @WithDefault("100ms")
    Duration interval();

    /** Interval at which a group's clock is compared with that of another site. */
    @WithDefault("5s")
    Duration antiEntropyInterval();

    /** Maximum number of hops over which a message is pushed; sites beyond pull it. */
    @WithDefault("100")
    @Min(1)
    @Max(255)
    int messageTtl();

    /** A site that sends nothing for this long is replaced as a neighbour, even if its link is open. */
    @WithDefault("10s")
    Duration silence();

    /** These settings as parameters of the protocol. */
    default GossipParameters parameters() {
        return GossipParameters.defaults()
                .withFanout(fanout())
                .withGossipInterval(interval())
                .withAntiEntropyInterval(antiEntropyInterval())
                .withMessageTtl(messageTtl())
                .withSilence(silence())
                .withLossy(false);
    }
}
