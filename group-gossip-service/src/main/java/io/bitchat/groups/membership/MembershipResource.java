package io.bitchat.groups.membership;

import io.bitchat.groups.Role;
import io.bitchat.groups.rights.Actor;
import io.bitchat.groups.rights.Actors;
import io.bitchat.groups.rights.Readers;
import io.bitchat.groups.rights.Refusals;
import io.bitchat.kit.page.PageLink;
import io.bitchat.kit.text.Identifier;
import io.bitchat.kit.trace.RequestTrace;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Cancellable(false)
@Path("/api/bitchat/groups/{groupId}/members")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Groups")
public class MembershipResource {
    private static final int MAX_LIMIT = 500;

    private final Actors actors;
    private final Readers readers;
    private final Memberships memberships;
    private final MembershipTable table;
    private final Refusals refusals;

    MembershipResource(
            Actors actors, Readers readers, Memberships memberships, MembershipTable table, Refusals refusals) {
        this.actors = actors;
        this.readers = readers;
        this.memberships = memberships;
        this.table = table;
        this.refusals = refusals;
    }

    /** Response to a removal. */
    @Schema(name = "MemberRemovedResponse")
    record Removed(String message) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Let a peer in",
            description =
                    "By an admin in any role, by a moderator as a member. Who was in the group before returns"
                            + " with its count; who is in it is 409 already_member, who has left the directory 410 peer_retired.")
    @APIResponse(
            responseCode = "201",
            description = "In the group",
            content = @Content(schema = @Schema(implementation = MembershipResponse.class)))
    public Uni<RestResponse<MembershipResponse>> add(
            @PathParam("groupId") @Identifier String groupId,
            @NotNull(message = "a JSON object is needed") @Valid AddMemberRequest request,
            @Context RoutingContext http) {
        return actors.of(http)
                .map(actor -> change(groupId, actor, request.peerId(), http))
                .flatMap(change -> memberships.add(change, request.roleOrDefault()))
                .map(refusals::require)
                .map(member -> RestResponse.status(RestResponse.Status.CREATED, MembershipResponse.of(member)));
    }

    @GET
    @Operation(
            summary = "Who is in a group",
            description = "With include=former also who was. Link with rel=\"next\" says where the list goes on.")
    public Uni<RestResponse<List<MembershipResponse>>> list(
            @PathParam("groupId") @Identifier String groupId,
            @QueryParam("include") @Pattern(regexp = "former", message = "must be former") @Nullable String include,
            @QueryParam("limit") @DefaultValue("500") @Min(1) @Max(MAX_LIMIT) int limit,
            @QueryParam("offset")
                    @DefaultValue("0")
                    @Min(0)
                    @Max(value = PageLink.MAX_OFFSET, message = "must be at most 10000; go on with after=<peer_id>")
                    int offset,
            @QueryParam("after") @Identifier @Nullable String after,
            @Context RoutingContext http) {
        var asked = new MembershipTable.Asked(groupId, include != null, limit, after == null ? offset : 0, after);
        return actors.of(http)
                .flatMap(actor -> readers.admit(actor, groupId))
                .chain(() -> table.page(asked))
                .map(page -> answer(asked, page));
    }

    private static RestResponse<List<MembershipResponse>> answer(
            MembershipTable.Asked asked, MembershipTable.Page page) {
        var members = page.members().stream().map(MembershipResponse::of).toList();
        if (page.isLast()) return RestResponse.ok(members);
        return PageLink.to("/groups/" + asked.groupId() + "/members")
                .with("include", asked.withFormer() ? "former" : null)
                .with("limit", asked.limit())
                .with("after", members.getLast().peerId())
                .after(members);
    }

    @PUT
    @Path("/{peerId}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Give a member another role", description = "By an admin. One admin has to remain.")
    public Uni<MembershipResponse> changeRole(
            @PathParam("groupId") @Identifier String groupId,
            @PathParam("peerId") @Identifier String peerId,
            @NotNull(message = "a JSON object is needed") @Valid RoleRequest request,
            @Context RoutingContext http) {
        return actors.of(http)
                .map(actor -> change(groupId, actor, peerId, http))
                .flatMap(change -> memberships.changeRole(change, Role.of(request.role())))
                .map(refusals::require)
                .map(MembershipResponse::of);
    }

    @DELETE
    @Path("/{peerId}")
    @Operation(
            summary = "Leave a group, or remove a member",
            description = "Everybody may leave; an admin removes anybody, a moderator plain members. The last admin"
                    + " has to make another one first, unless nobody else is there.")
    public Uni<Removed> remove(
            @PathParam("groupId") @Identifier String groupId,
            @PathParam("peerId") @Identifier String peerId,
            @Context RoutingContext http) {
        return actors.of(http)
                .map(actor -> change(groupId, actor, peerId, http))
                .flatMap(memberships::remove)
                .map(refusals::require)
                .map(_ -> new Removed("Member " + peerId + " removed from group " + groupId));
    }

    private static MembershipChange change(String groupId, Actor actor, String peerId, RoutingContext http) {
        return new MembershipChange(groupId, actor, peerId, RequestTrace.of(http));
    }
}
