package io.bitchat.groups.gossip;

import io.bitchat.groups.site.SiteLinks;
import java.time.InstantSource;

/** Services that a {@link GroupActor} uses. */
record ActorContext(
        SiteLinks links, GossipStore store, Triage triage, Outgoing outgoing, Overload overload, InstantSource clock) {}
