package io.bitchat.files.transfer.api;

import io.bitchat.files.transfer.OfferRequest;
import io.bitchat.files.transfer.table.TransferTable;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.text.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
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
    private final Access access;
    private final TransferTable table;

    PeerTransfersResource(Access access, TransferTable table) {
        this.access = access;
        this.table = table;
    }

    @GET
    @Operation(
            summary = "List the transfers of a peer",
            description =
                    "Those that it offers and those that are offered to it by name, in all rooms, the newest first."
                            + " With status=pending, what it may accept or waits for. For the next page send the last transfer_id"
                            + " as before.")
    public Uni<List<TransferResponse>> list(
            @QueryParam("peer_id") @NotNull(message = "is needed") @Identifier String peerId,
            @QueryParam("status")
                    @Pattern(regexp = ListQuery.STATUS, message = "must be one of " + ListQuery.STATUS)
                    @Nullable
                    String status,
            @QueryParam("before") @Pattern(regexp = OfferRequest.UUID_REGEX, message = ListQuery.NO_UUID) @Nullable
                    String before,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(200) int limit,
            @Context RoutingContext http) {
        return access.as(peerId, http.request())
                .chain(() -> table.listOfPeer(peerId, status, before == null ? null : UUID.fromString(before), limit))
                .map(rows -> rows.stream().map(TransferResponse::of).toList());
    }
}
