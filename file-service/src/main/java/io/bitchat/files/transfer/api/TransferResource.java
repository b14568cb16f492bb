package io.bitchat.files.transfer.api;

import io.bitchat.files.transfer.OfferRequest;
import io.bitchat.files.transfer.Offers;
import io.bitchat.files.transfer.Transfers;
import io.bitchat.files.transfer.api.Actors.End;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.text.Identifier;
import io.bitchat.rooms.transfer.Input;
import io.bitchat.rooms.transfer.Input.Way;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Cancellable(false)
@Path("/api/bitchat/rooms/{roomId}/file-transfer")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Room transfers")
public class TransferResource {
    private static final String NO_UUID = "must be a UUID in lower case";

    private final Access access;
    private final Offers offers;
    private final Transfers transfers;
    private final Actors actors;
    private final MoveBodies moves;

    TransferResource(Access access, Offers offers, Transfers transfers, Actors actors, MoveBodies moves) {
        this.access = access;
        this.offers = offers;
        this.transfers = transfers;
        this.actors = actors;
        this.moves = moves;
    }

    @POST
    @Path("/offer")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Offer a file to a room",
            description =
                    "To one participant, or to all. A room that is neither a group nor known is made, with the sender"
                            + " and the receiver in it. Then send the chunks on the socket, or with requests, as soon as somebody"
                            + " has accepted. With a transfer_id of your own, the same offer again is the same transfer.")
    @APIResponse(
            responseCode = "200",
            description = "Offered before, with the same transfer_id",
            content = @Content(schema = @Schema(implementation = TransferResponse.class)))
    @APIResponse(
            responseCode = "201",
            description = "Offered",
            content = @Content(schema = @Schema(implementation = TransferResponse.class)))
    public Uni<RestResponse<TransferResponse>> offer(
            @PathParam("roomId") @Identifier String roomId,
            @NotNull(message = "a JSON object is needed") @Valid OfferRequest request,
            @Context RoutingContext http) {
        return access.as(request.senderId(), http.request())
                .chain(() -> offers.make(roomId, request))
                .map(offered -> RestResponse.status(
                        offered.isNew() ? RestResponse.Status.CREATED : RestResponse.Status.OK,
                        TransferResponse.of(offered.row())));
    }

    @POST
    @Path("/{transferId}/accept")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Accept a file",
            description = "For those to whom it is offered. With a socket open the chunks come there, once it gives"
                    + " credit; without one, get them with GET …/chunks/{index}.")
    public Uni<TransferResponse> accept(
            @PathParam("roomId") @Identifier String roomId,
            @PathParam("transferId") @Pattern(regexp = OfferRequest.UUID_REGEX, message = NO_UUID) String id,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = MoveRequest.class)))
                    byte[] body,
            @Context RoutingContext http) {
        var request = moves.read(body);
        boolean store = Boolean.TRUE.equals(request.store());
        return move(
                new Target(roomId, id, http),
                request.peerId(),
                End.RECEIVER,
                peer -> new Input.Accept(peer, store, Way.HTTP));
    }

    @POST
    @Path("/{transferId}/reject")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Reject a file",
            description =
                    "For those to whom it is offered. When nobody else may accept, the transfer is cancelled, with"
                            + " the reason as its error.")
    public Uni<TransferResponse> reject(
            @PathParam("roomId") @Identifier String roomId,
            @PathParam("transferId") @Pattern(regexp = OfferRequest.UUID_REGEX, message = NO_UUID) String id,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = MoveRequest.class)))
                    byte[] body,
            @Context RoutingContext http) {
        var request = moves.read(body);
        return move(
                new Target(roomId, id, http),
                request.peerId(),
                End.RECEIVER,
                peer -> new Input.Reject(peer, request.reasonOrNone()));
    }

    @POST
    @Path("/{transferId}/pause")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Pause a transfer",
            description = "For the sender, or for a receiver, who so pauses only its own part.")
    public Uni<TransferResponse> pause(
            @PathParam("roomId") @Identifier String roomId,
            @PathParam("transferId") @Pattern(regexp = OfferRequest.UUID_REGEX, message = NO_UUID) String id,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = MoveRequest.class)))
                    byte[] body,
            @Context RoutingContext http) {
        return move(new Target(roomId, id, http), moves.read(body).peerId(), End.SENDER, Input.Pause::new);
    }

    @POST
    @Path("/{transferId}/resume")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Go on with a transfer", description = "For the end that has paused.")
    public Uni<TransferResponse> resume(
            @PathParam("roomId") @Identifier String roomId,
            @PathParam("transferId") @Pattern(regexp = OfferRequest.UUID_REGEX, message = NO_UUID) String id,
            @RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = MoveRequest.class)))
                    byte[] body,
            @Context RoutingContext http) {
        return move(new Target(roomId, id, http), moves.read(body).peerId(), End.SENDER, Input.Resume::new);
    }

    @DELETE
    @Path("/{transferId}")
    @Operation(
            summary = "Cancel a transfer",
            description =
                    "For the sender, who so ends it for all, or for a receiver that has accepted, who so ends its own"
                            + " part. What was spooled is deleted.")
    @APIResponse(responseCode = "204", description = "Cancelled")
    public Uni<Void> cancel(
            @PathParam("roomId") @Identifier String roomId,
            @PathParam("transferId") @Pattern(regexp = OfferRequest.UUID_REGEX, message = NO_UUID) String id,
            @QueryParam("peer_id") @Identifier @Nullable String peerId,
            @QueryParam("reason") @DefaultValue("") String reason,
            @Context RoutingContext http) {
        return move(new Target(roomId, id, http), peerId, End.SENDER, peer -> new Input.Cancel(peer, reason))
                .replaceWithVoid();
    }

    @GET
    @Path("/{transferId}/progress")
    @Operation(
            summary = "How far a transfer is",
            description = "For participants of the room, also for a day after its end.")
    public Uni<TransferResponse> progress(
            @PathParam("roomId") @Identifier String roomId,
            @PathParam("transferId") @Pattern(regexp = OfferRequest.UUID_REGEX, message = NO_UUID) String id,
            @QueryParam("peer_id") @Identifier @Nullable String peerId,
            @Context RoutingContext http) {
        return actors.look(http.request(), roomId, peerId)
                .chain(() -> transfers.find(roomId, UUID.fromString(id)))
                .map(TransferResponse::of);
    }

    @GET
    @Operation(
            summary = "List the transfers of a room",
            description =
                    "For its participants, the newest first; those of one peer, or in one state. For the next page"
                            + " send the last transfer_id as before.")
    public Uni<List<TransferResponse>> list(
            @PathParam("roomId") @Identifier String roomId,
            @BeanParam @Valid ListQuery query,
            @Context RoutingContext http) {
        return actors.look(http.request(), roomId, null)
                .chain(() -> transfers.list(query.of(roomId)))
                .map(rows -> rows.stream().map(TransferResponse::of).toList());
    }

    /** The transfer that a request is about. */
    private record Target(String roomId, String id, RoutingContext http) {
        UUID uuid() {
            return UUID.fromString(id);
        }
    }

    private Uni<TransferResponse> move(
            Target target, @Nullable String named, End otherwise, Function<String, Input.Move> move) {
        return actors.of(target.http().request(), target.roomId(), target.uuid(), named, otherwise)
                .chain(peer -> transfers.move(target.roomId(), target.uuid(), move.apply(peer)))
                .map(TransferResponse::of);
    }
}
