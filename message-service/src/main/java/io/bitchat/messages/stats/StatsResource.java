package io.bitchat.messages.stats;

import io.bitchat.kit.auth.Access;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/bitchat/stats")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Statistics")
public class StatsResource {
    private final Access access;
    private final Statistics statistics;

    StatsResource(Access access, Statistics statistics) {
        this.access = access;
        this.statistics = statistics;
    }

    /**
     * Health and use of the service.
     *
     * @param totalPeers peers registered and not retired
     * @param onlinePeers registered peers that are online now
     * @param activeConnections open sockets of all replicas
     * @param totalMessages messages ever accepted
     * @param messages24h messages accepted in the last 24 hours, to the minute
     * @param status {@code healthy}
     */
    @Schema(name = "BitChatStatsResponse")
    public record StatsResponse(
            long totalPeers,
            long onlinePeers,
            long activeConnections,
            long totalMessages,

            @com.fasterxml.jackson.annotation.JsonProperty("messages_24h")
            long messages24h,

            String status) {}

    @GET
    @Operation(summary = "Health and use of the service")
    public Uni<StatsResponse> stats(@Context RoutingContext http) {
        return access.anyone(http.request()).chain(statistics::current);
    }
}
