package io.bitchat.groups.gossip;

import io.bitchat.groups.site.SiteLinks;
import java.time.InstantSource;

/** What drives a group works with. */
record Surroundings(
        SiteLinks links,
        GossipStore store,
        Deliveries deliveries,
        Outgoing outgoing,
        Overload overload,
        InstantSource clock) {}
