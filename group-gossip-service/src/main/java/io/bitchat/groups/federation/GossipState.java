package io.bitchat.groups.federation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bitchat.gossip.Count;
import io.bitchat.gossip.GossipNode;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.membership.Neighbour;
import io.bitchat.groups.federation.actor.GroupActors;
import io.bitchat.groups.federation.link.SiteLinks;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Reads the gossip state of a group, as far as this replica knows it. */
@ApplicationScoped
class GossipState {
    private static final double MICROS_PER_MILLI = 1_000;

    private final GroupActors actors;
    private final SiteLinks links;

    GossipState(GroupActors actors, SiteLinks links) {
        this.actors = actors;
        this.links = links;
    }

    /**
     * Gossip state of one group.
     *
     * @param drivenHere whether this replica drives the group; if not, all other fields are empty
     * @param waiting number of messages that wait for their causes
     * @param clock number of messages and changes of each site, by its id in the protocol
     * @param counts counters since this replica began to drive the group
     */
    @Schema(name = "GroupGossipResponse")
    record Seen(
            boolean drivenHere,
            List<Near> neighbours,
            int waiting,
            Map<String, Long> clock,
            Map<String, Long> counts) {}

    /** A neighbour, with which the group's messages are exchanged. */
    @Schema(name = "GossipNeighbourResponse")
    record Near(
            String site,
            String id,
            boolean linked,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Double roundTripMs,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Instant lastSync) {}

    Uni<Seen> of(String groupId) {
        var actor = actors.of(groupId);
        if (actor == null) return Uni.createFrom().item(new Seen(false, List.of(), 0, Map.of(), Map.of()));
        return Uni.createFrom().emitter(emitter -> actor.look(node -> emitter.complete(seen(node, actor.syncs()))));
    }

    private Seen seen(GossipNode node, Map<PeerId, Instant> syncs) {
        var clock = new TreeMap<String, Long>();
        node.causal().clock().entries().forEach((site, entry) -> clock.put(site.toString(), entry));
        var counts = new TreeMap<String, Long>();
        for (var count : Count.values()) counts.put(count.name().toLowerCase(Locale.ROOT), node.counted(count));
        var near = node.active().all().stream()
                .map(neighbour -> near(neighbour, syncs.get(neighbour.id())))
                .toList();
        return new Seen(true, near, node.causal().waiting(), clock, counts);
    }

    private Near near(Neighbour neighbour, @Nullable Instant synced) {
        return new Near(
                neighbour.contact().address(),
                neighbour.id().toString(),
                links.isUp(neighbour.id()),
                neighbour.roundTrip() == 0 ? null : neighbour.roundTrip() / MICROS_PER_MILLI,
                synced);
    }
}
