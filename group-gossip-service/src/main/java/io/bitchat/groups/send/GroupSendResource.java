package io.bitchat.groups.send;

import io.bitchat.groups.GroupMessage;
import io.bitchat.groups.GroupMessageResponse;
import io.bitchat.groups.rights.Refusals;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.text.IdempotencyKey;
import io.bitchat.kit.text.Identifier;
import io.bitchat.kit.trace.RequestTrace;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
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
@Path("/api/bitchat/groups/{groupId}/messages")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Groups")
public class GroupSendResource {
    private final Access access;
    private final Drafts drafts;
    private final Sending sending;
    private final SendLimit limit;
    private final Refusals refusals;

    GroupSendResource(Access access, Drafts drafts, Sending sending, SendLimit limit, Refusals refusals) {
        this.access = access;
        this.drafts = drafts;
        this.sending = sending;
        this.limit = limit;
        this.refusals = refusals;
    }

    @POST
    @Operation(
            summary = "Send a message to a group",
            description = "By a member, to everybody who is a member when it is accepted. Answers when the message is"
                    + " on disk. Send again with the same Idempotency-Key or message_id after a timeout or a 503: it"
                    + " is stored once. 403 not_a_member, 410 group_inactive.")
    @APIResponse(
            responseCode = "201",
            description = "Stored",
            content = @Content(schema = @Schema(implementation = GroupMessageResponse.class)))
    public Uni<RestResponse<GroupMessageResponse>> send(
            @PathParam("groupId") @Identifier String groupId,
            @NotNull(message = "a JSON object is needed") @Valid GroupSendRequest request,
            @HeaderParam("Idempotency-Key")
                    @Pattern(regexp = IdempotencyKey.REGEX, message = IdempotencyKey.MESSAGE)
                    @Nullable
                    String idempotencyKey,
            @Context RoutingContext http) {
        return access.as(request.fromPeerId(), http.request())
                .map(_ -> drafts.draft(groupId, request, IdempotencyKey.of(idempotencyKey), RequestTrace.of(http)))
                .invoke(draft -> limit.charge(draft.fromPeerId()))
                .flatMap(sending::send)
                .map(refusals::require)
                .map(GroupSendResource::created);
    }

    private static RestResponse<GroupMessageResponse> created(GroupMessage message) {
        return RestResponse.status(RestResponse.Status.CREATED, GroupMessageResponse.of(message, false));
    }
}
