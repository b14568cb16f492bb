package io.bitchat.groups.federation.actor;

import io.bitchat.groups.federation.GossipStore;
import io.bitchat.groups.federation.SharedGroup;
import io.bitchat.groups.federation.SharedGroupTable;
import io.bitchat.groups.federation.delivery.Triage;
import io.bitchat.groups.federation.link.SiteLinks;
import io.bitchat.groups.federation.scoring.Overload;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Creates the actors of groups. */
@ApplicationScoped
class GroupActorFactory {
    private final SharedGroupTable groups;
    private final Nodes nodes;
    private final ActorContext services;
    private final MeterRegistry metrics;

    GroupActorFactory(SharedGroupTable groups, Nodes nodes, ActorContext services, MeterRegistry metrics) {
        this.groups = groups;
        this.nodes = nodes;
        this.services = services;
        this.metrics = metrics;
    }

    Uni<Optional<SharedGroup>> load(String groupId) {
        return groups.load(groupId);
    }

    GroupActor create(SharedGroup group, Context context, Consumer<GroupActor> failed) {
        return new GroupActor(group, nodes.create(group), context, services, failed);
    }

    /** Counts a frame for a group that is not shared, or that another replica drives. */
    void unknownTag() {
        metrics.counter("bitchat.gossip.frames.unknown").increment();
    }

    static void failed(Throwable failure) {
        Log.warnf("group actor could not start, retrying cause=%s", failure);
    }

    /** Produces the bean that all actors share. */
    @ApplicationScoped
    static class Shared {
        @jakarta.enterprise.inject.Produces
        @jakarta.inject.Singleton
        ActorContext actorContext(
                SiteLinks links,
                GossipStore store,
                Triage triage,
                Outgoing outgoing,
                Overload overload,
                InstantSource clock) {
            return new ActorContext(links, store, triage, outgoing, overload, clock);
        }
    }
}
