package io.bitchat.groups.group;

import io.bitchat.groups.rights.Actor;
import io.bitchat.groups.rights.Actors;
import io.bitchat.groups.rights.Readers;
import io.bitchat.groups.rights.Refusal;
import io.bitchat.groups.rights.Refusals;
import io.bitchat.kit.page.PageLink;
import io.bitchat.kit.text.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Cancellable(false)
@Path("/api/bitchat/groups")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
        name = "Groups",
        description = "Who acts is the token's peer. Without a token, where none is needed, it is the one that the"
                + " header X-Peer-Id names, or nobody in particular, who may do what an admin may.")
public class GroupResource {
    private static final int MAX_LIMIT = 500;

    private final Actors actors;
    private final GroupDirectory directory;
    private final Readers readers;
    private final Refusals refusals;

    GroupResource(Actors actors, GroupDirectory directory, Readers readers, Refusals refusals) {
        this.actors = actors;
        this.directory = directory;
        this.readers = readers;
        this.refusals = refusals;
    }

    @GET
    @Operation(
            summary = "Groups",
            description = "Newest first. With peer_id those that this peer is in; a peer that acts sees its own only."
                    + " Link with rel=\"next\" says where the list goes on.")
    public Uni<RestResponse<List<GroupResponse>>> list(
            @QueryParam("peer_id") @Identifier @Nullable String peerId,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(MAX_LIMIT) int limit,
            @QueryParam("offset")
                    @DefaultValue("0")
                    @Min(0)
                    @Max(value = PageLink.MAX_OFFSET, message = "must be at most 10000; go on with after=<group_id>")
                    int offset,
            @QueryParam("after") @Identifier @Nullable String after,
            @Context RoutingContext http) {
        var asked = new GroupDirectory.Asked(limit, after == null ? offset : 0, after);
        return actors.of(http).flatMap(actor -> page(actor, peerId, asked)).map(page -> answer(page, peerId, limit));
    }

    private Uni<GroupDirectory.Page> page(Actor actor, @Nullable String peerId, GroupDirectory.Asked asked) {
        return switch (actor) {
            case Actor.Peer(var self) -> directory.of(self, peerId, asked);
            case Actor.Anybody _ -> peerId == null ? directory.all(asked) : directory.of(peerId, null, asked);
        };
    }

    private static RestResponse<List<GroupResponse>> answer(
            GroupDirectory.Page page, @Nullable String peerId, int limit) {
        var groups = page.groups().stream().map(GroupResponse::of).toList();
        if (page.isLast()) return RestResponse.ok(groups);
        return PageLink.to("/groups")
                .with("peer_id", peerId)
                .with("limit", limit)
                .with("after", groups.getLast().groupId())
                .after(groups);
    }

    @GET
    @Path("/{groupId}")
    @Operation(summary = "One group", description = "With include=clock its vector clock as well.")
    public Uni<GroupResponse> get(
            @PathParam("groupId") @Identifier String groupId,
            @QueryParam("include") @Pattern(regexp = "clock", message = "must be clock") @Nullable String include,
            @Context RoutingContext http) {
        return actors.of(http)
                .flatMap(actor -> readers.admit(actor, groupId))
                .chain(() -> directory.find(groupId, include != null))
                .map(found -> found.map(group -> GroupResponse.of(group.group(), group.clock()))
                        .orElseThrow(() -> refusals.problem(new Refusal.UnknownGroup(groupId))));
    }
}
