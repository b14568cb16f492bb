package io.bitchat.groups.group;

import io.bitchat.groups.rights.Refusals;
import io.bitchat.groups.state.Group;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.text.IdempotencyKey;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Cancellable(false)
@Path("/api/bitchat/groups")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Groups")
public class GroupCreateResource {
    private final Access access;
    private final NewGroups newGroups;
    private final Creation creation;
    private final GroupDirectory directory;
    private final Refusals refusals;

    GroupCreateResource(
            Access access, NewGroups newGroups, Creation creation, GroupDirectory directory, Refusals refusals) {
        this.access = access;
        this.newGroups = newGroups;
        this.creation = creation;
        this.directory = directory;
        this.refusals = refusals;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make a group",
            description = "Its creator is its admin. Send again with the same Idempotency-Key after a timeout or a"
                    + " 503: it is made once. 410 peer_retired where a member has left the directory.")
    @APIResponse(
            responseCode = "201",
            description = "Made",
            content = @Content(schema = @Schema(implementation = GroupResponse.class)))
    public Uni<RestResponse<GroupResponse>> create(
            @NotNull(message = "a JSON object is needed") @Valid CreateGroupRequest request,
            @HeaderParam("Idempotency-Key")
                    @Pattern(regexp = IdempotencyKey.REGEX, message = IdempotencyKey.MESSAGE)
                    @Nullable
                    String idempotencyKey,
            @QueryParam("include") @Pattern(regexp = "clock", message = "must be clock") @Nullable String include,
            @Context RoutingContext http) {
        return access.as(request.createdBy(), http.request())
                .map(caller ->
                        newGroups.from(new NewGroups.Asked(caller, http), request, IdempotencyKey.of(idempotencyKey)))
                .flatMap(creation::create)
                .map(refusals::require)
                .flatMap(group -> include == null ? Uni.createFrom().item(GroupResponse.of(group)) : withClock(group))
                .map(group -> RestResponse.status(RestResponse.Status.CREATED, group));
    }

    private Uni<GroupResponse> withClock(Group group) {
        return directory.find(group.groupId(), true).map(found -> found.map(
                        known -> GroupResponse.of(known.group(), known.clock()))
                .orElseGet(() -> GroupResponse.of(group)));
    }
}
