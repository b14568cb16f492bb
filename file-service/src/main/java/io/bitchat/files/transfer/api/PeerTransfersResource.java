package io.bitchat.files.transfer.api;

import io.bitchat.files.transfer.OfferRequest;
import io.bitchat.files.transfer.table.TransferTable;
import io.bitchat.kit.text.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The transfers of one peer, in whatever room. */
@Cancellable(false)
@Path("/api/bitchat/file-transfers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Room transfers")
public class PeerTransfersResource {
    private final Actors actors;
    private final TransferTable table;

    PeerTransfersResource(Actors actors, TransferTable table) {
        this.actors = actors;
        this.table = table;
    }

    @GET
    @Operation(
            summary = "List the transfers of a peer",
            description =
                    "Those that it offers and those that are offered to it by name, in all rooms, the newest first."
                            + " The peer of the token, or peer_id without one. With status=pending, what it may accept or"
                            + " waits for. For the next page send the last transfer_id as before.")
    public Uni<List<TransferResponse>> list(
            @QueryParam("peer_id") @Identifier @Nullable String peerId,
            @QueryParam("status")
                    @Pattern(regexp = ListQuery.STATUS, message = "must be one of " + ListQuery.STATUS)
                    @Nullable
                    String status,
            @QueryParam("before") @Pattern(regexp = OfferRequest.UUID_REGEX, message = ListQuery.NO_UUID) @Nullable
                    String before,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(200) int limit,
            @Context RoutingContext http) {
        return actors.self(http.request(), peerId)
                .chain(peer -> table.listOfPeer(peer, status, before == null ? null : UUID.fromString(before), limit))
                .map(rows -> rows.stream().map(TransferResponse::of).toList());
    }
}
