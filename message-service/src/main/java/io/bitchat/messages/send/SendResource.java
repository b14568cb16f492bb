package io.bitchat.messages.send;

import io.bitchat.kit.auth.Access;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.text.IdempotencyKey;
import io.bitchat.kit.trace.RequestTrace;
import io.bitchat.messages.MessageResponse;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Cancellable(false)
@Path("/api/bitchat/messages/send")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Messages")
public class SendResource {
    private final Access access;
    private final Drafts drafts;
    private final Sending sending;
    private final GroupSending groups;
    private final MessageLimit limit;

    SendResource(Access access, Drafts drafts, Sending sending, GroupSending groups, MessageLimit limit) {
        this.access = access;
        this.drafts = drafts;
        this.sending = sending;
        this.groups = groups;
        this.limit = limit;
    }

    @POST
    @Operation(
            summary = "Send a message",
            description =
                    "Give to_peer_id or group_id. Answers when the message is on disk. Send again with the same Idempotency-Key or message_id"
                            + " after a timeout or a 503: it is stored once.")
    @APIResponse(
            responseCode = "201",
            description = "Stored",
            content = @Content(schema = @Schema(implementation = MessageResponse.class)))
    public Uni<Response> send(
            @NotNull(message = "a JSON object is needed") @Valid SendRequest request,
            @HeaderParam("Idempotency-Key")
                    @Pattern(regexp = IdempotencyKey.REGEX, message = IdempotencyKey.MESSAGE)
                    @Nullable
                    String idempotencyKey,
            @Context RoutingContext http) {
        var groupId = request.groupId();
        if (groupId != null && request.toPeerId() == null) {
            return access.forwarded(request.fromPeerId(), http.request())
                    .chain(() -> groups.send(groupId, request, http));
        }
        return access.as(request.fromPeerId(), http.request())
                .map(_ -> drafts.draft(request, IdempotencyKey.of(idempotencyKey), RequestTrace.of(http)))
                .invoke(draft -> limit.charge(draft.fromPeerId()))
                .flatMap(sending::send)
                .map(SendResource::toResponse);
    }

    private static Response toResponse(SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Accepted(var message) -> created(MessageResponse.of(message));
            case SendOutcome.Repeated(var message) -> created(MessageResponse.of(message));
            case SendOutcome.IdTaken(var id) ->
                throw Problem.conflict(
                        "message_id_taken", "'" + id + "' already names another message; choose a new id or key");
            case SendOutcome.IdReserved(var id) ->
                throw Problem.invalid(
                        "message_id", "'" + id + "' has the form of a server-generated id; choose another");
            case SendOutcome.PeerRetired(var id) ->
                throw Problem.of(410, "peer_retired", "peer '" + id + "' has left and receives no messages");
            case SendOutcome.UnknownPeer(var id) -> throw Problem.notFound("peer", id);
        };
    }

    private static Response created(MessageResponse message) {
        return Response.status(Response.Status.CREATED).entity(message).build();
    }
}
