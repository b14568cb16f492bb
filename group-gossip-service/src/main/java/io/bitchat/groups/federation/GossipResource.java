package io.bitchat.groups.federation;

import io.bitchat.groups.rights.Actors;
import io.bitchat.groups.rights.Readers;
import io.bitchat.kit.text.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/bitchat/groups/{groupId}/gossip")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Sites")
public class GossipResource {
    private final Actors actors;
    private final Readers readers;
    private final GossipState state;

    GossipResource(Actors actors, Readers readers, GossipState state) {
        this.actors = actors;
        this.readers = readers;
        this.state = state;
    }

    @GET
    @Operation(
            summary = "How a group's messages get to other sites",
            description = "By an admin. Only the replica that drives the group knows its neighbours and counts.")
    public Uni<GossipState.Seen> get(@PathParam("groupId") @Identifier String groupId, @Context RoutingContext http) {
        return actors.of(http)
                .flatMap(actor -> readers.admitAdmin(actor, groupId))
                .chain(() -> state.of(groupId));
    }
}
