package io.bitchat.messages.receipts;

import io.bitchat.kit.auth.Access;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.text.Identifier;
import io.bitchat.kit.trace.RequestTrace;
import io.bitchat.messages.Status;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Cancellable(false)
@Path("/api/bitchat/messages/{messageId}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Messages")
public class ReceiptResource {
    /** Header by which a caller without a token names itself, to tell the recipients of a group message apart. */
    private static final String PEER = "X-Peer-Id";

    private final Access access;
    private final Receipts receipts;

    ReceiptResource(Access access, Receipts receipts) {
        this.access = access;
        this.receipts = receipts;
    }

    /**
     * The result as text and as a status.
     *
     * @param receipts path of the list that shows who has the message
     */
    public record ReceiptResponse(String message, String messageId, Status status, String receipts) {}

    @PUT
    @Path("/delivered")
    @Operation(
            summary = "Say that a message has arrived",
            description = "Only its recipient may; again is harmless. A group message stays sent, because it has many"
                    + " recipients: receipts names the list that shows which of them have it. Without a token"
                    + " X-Peer-Id tells which one this is.")
    public Uni<ReceiptResponse> delivered(
            @PathParam("messageId") @Identifier String messageId,
            @HeaderParam(PEER) @Identifier @Nullable String peerId,
            @Context RoutingContext http) {
        return note(messageId, Status.DELIVERED, peerId, http);
    }

    @PUT
    @Path("/read")
    @Operation(
            summary = "Say that a message was read",
            description = "Only its recipient may. A peer that has switched read receipts off stays at delivered.")
    public Uni<ReceiptResponse> read(
            @PathParam("messageId") @Identifier String messageId,
            @HeaderParam(PEER) @Identifier @Nullable String peerId,
            @Context RoutingContext http) {
        return note(messageId, Status.READ, peerId, http);
    }

    private Uni<ReceiptResponse> note(String messageId, Status status, @Nullable String peerId, RoutingContext http) {
        return access.anyone(http.request())
                .invoke(caller -> {
                    if (peerId != null) access.actsFor(caller, peerId);
                })
                .flatMap(caller ->
                        receipts.note(new Receipt(messageId, status, caller, peerId, null, RequestTrace.of(http))))
                .map(outcome -> toResponse(messageId, status, outcome));
    }

    private static ReceiptResponse toResponse(String messageId, Status asked, ReceiptOutcome outcome) {
        return switch (outcome) {
            case ReceiptOutcome.Noted(var status) ->
                new ReceiptResponse(
                        "Message " + messageId + " marked as " + marked(asked, status),
                        messageId,
                        status,
                        "/api/bitchat" + ReceiptListResource.pathOf(messageId));
            case ReceiptOutcome.UnknownMessage _ -> throw Problem.notFound("message", messageId);
            case ReceiptOutcome.NotRecipient _ ->
                throw Problem.forbidden("only the recipient of '" + messageId + "' may acknowledge it");
            case ReceiptOutcome.TooLate(var reason) ->
                throw Problem.conflict("message_failed", "'" + messageId + "' already failed: " + reason);
        };
    }

    /** With read receipts switched off, a read message is reported as delivered only. */
    private static String marked(Status asked, Status now) {
        return now == Status.DELIVERED ? now.wire() : asked.wire();
    }
}
