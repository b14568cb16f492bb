package io.bitchat.groups.group;

import io.bitchat.groups.rights.Actors;
import io.bitchat.groups.rights.Refusals;
import io.bitchat.kit.text.Identifier;
import io.bitchat.kit.trace.RequestTrace;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/bitchat/groups")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Groups")
public class GroupChangeResource {
    private final Actors actors;
    private final Changes changes;
    private final Refusals refusals;

    GroupChangeResource(Actors actors, Changes changes, Refusals refusals) {
        this.actors = actors;
        this.changes = changes;
        this.refusals = refusals;
    }

    @PUT
    @Path("/{groupId}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Another name or description", description = "By an admin or a moderator.")
    public Uni<GroupResponse> put(
            @PathParam("groupId") @Identifier String groupId,
            @NotNull(message = "a JSON object is needed") @Valid ChangeGroupRequest request,
            @Context RoutingContext http) {
        return actors.of(http)
                .flatMap(actor -> changes.describe(groupId, actor, request, RequestTrace.of(http)))
                .map(refusals::require)
                .map(GroupResponse::of);
    }

    @PATCH
    @Path("/{groupId}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "The same as PUT: what is missing stays as it is")
    public Uni<GroupResponse> patch(
            @PathParam("groupId") @Identifier String groupId,
            @NotNull(message = "a JSON object is needed") @Valid ChangeGroupRequest request,
            @Context RoutingContext http) {
        return put(groupId, request, http);
    }

    @DELETE
    @Path("/{groupId}")
    @Operation(
            summary = "Close a group",
            description = "By an admin. It takes no messages any more (410); what was said can still be read.")
    public Uni<GroupResponse> deactivate(
            @PathParam("groupId") @Identifier String groupId, @Context RoutingContext http) {
        return actors.of(http)
                .flatMap(actor -> changes.deactivate(groupId, actor, RequestTrace.of(http)))
                .map(refusals::require)
                .map(GroupResponse::of);
    }
}
