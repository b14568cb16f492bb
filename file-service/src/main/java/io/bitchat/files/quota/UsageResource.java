package io.bitchat.files.quota;

import io.bitchat.kit.auth.Access;
import io.bitchat.kit.text.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/bitchat/files/usage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Files")
public class UsageResource {
    private final Access access;
    private final Quota quota;

    UsageResource(Access access, Quota quota) {
        this.access = access;
        this.quota = quota;
    }

    @GET
    @Operation(
            summary = "How much a peer has stored, and may store",
            description = "For the peer itself. Over either limit an upload is answered with 413 quota_exceeded.")
    public Uni<UsageResponse> get(
            @QueryParam("peer_id") @NotNull(message = "is needed") @Identifier String peerId,
            @Context RoutingContext http) {
        return access.as(peerId, http.request()).chain(() -> quota.of(peerId));
    }
}
