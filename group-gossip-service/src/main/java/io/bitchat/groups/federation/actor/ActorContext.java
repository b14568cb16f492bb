package io.bitchat.groups.federation.actor;

import io.bitchat.groups.federation.GossipStore;
import io.bitchat.groups.federation.delivery.Triage;
import io.bitchat.groups.federation.link.SiteLinks;
import io.bitchat.groups.federation.scoring.Overload;
import java.time.InstantSource;

/** Services that a {@link GroupActor} uses. */
record ActorContext(
        SiteLinks links, GossipStore store, Triage triage, Outgoing outgoing, Overload overload, InstantSource clock) {}
