package io.bitchat.groups.gossip;

import io.bitchat.gossip.GossipParameters;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How sites gossip about the groups they share; docs/protocols/gossip.md says what changes with each value. */
@ConfigMapping(prefix = "bitchat.gossip")
public interface GossipConfig {
    /** Sites that a message goes to at first. */
    @WithDefault("3")
    @Min(1)
    @Max(32)
    int fanout();

    /** Length of a round: ids of messages that nobody asked for yet leave at its end. */
    @WithDefault("100ms")
    Duration interval();

    /** How often a group's clock is compared with that of another site. */
    @WithDefault("5s")
    Duration antiEntropyInterval();

    /** Sites that pass a message on after each other. */
    @WithDefault("100")
    @Min(1)
    @Max(255)
    int messageTtl();

    /** After this long a site that answers nothing is passed over, though its link is open. */
    @WithDefault("10s")
    Duration silence();

    /** The protocol's own terms. */
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
