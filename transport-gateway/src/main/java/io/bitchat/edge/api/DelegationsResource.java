package io.bitchat.edge.api;

import io.bitchat.edge.node.EdgeNode;
import io.bitchat.edge.suite.Delegations;
import io.bitchat.edge.suite.Suite;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.text.Identifier;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/bitchat/transport/delegations/{peerId}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Transports")
public class DelegationsResource {
    private final EdgeNode node;
    private final Access access;

    DelegationsResource(EdgeNode node, Access access) {
        this.node = node;
        this.access = access;
    }

    /** An edge node that the peer trusts. */
    @Schema(name = "Delegation")
    record DelegationAnswer(String nodeId, Instant since) {
        private static DelegationAnswer of(Delegations.Delegation one) {
            return new DelegationAnswer(one.node(), one.since());
        }
    }

    @GET
    @Operation(summary = "The edge nodes that a peer trusts", description = "At most 16, by their ids.")
    public Uni<List<DelegationAnswer>> list(
            @PathParam("peerId") @Identifier String peerId, @Context RoutingContext http) {
        return access.as(peerId, http.request()).map(_ -> suite().delegationsOf(peerId).stream()
                .map(DelegationAnswer::of)
                .toList());
    }

    @PUT
    @Path("/{nodeId}")
    @Operation(
            summary = "Trust an edge node",
            description = "The node may say that the peer is near it and gets its messages, and what it brings from the"
                    + " peer counts as written by the peer. Only for nodes that the peer, or somebody it trusts, runs.")
    public Uni<Void> give(
            @PathParam("peerId") @Identifier String peerId,
            @PathParam("nodeId") @Identifier String nodeId,
            @Context RoutingContext http) {
        return access.as(peerId, http.request())
                .chain(() -> Uni.createFrom().completionStage(() -> suite().delegate(peerId, nodeId)))
                .map(outcome -> switch (outcome) {
                    case GIVEN -> null;
                    case TOO_MANY_NODES ->
                        throw Problem.conflict(
                                "too_many_nodes",
                                "'" + peerId + "' trusts " + Delegations.MAX_NODES + " nodes; withdraw one first");
                    case FULL ->
                        throw Problem.unavailable("too_many_delegations", "this gateway keeps no more delegations");
                });
    }

    @DELETE
    @Path("/{nodeId}")
    @Operation(summary = "Trust an edge node no more", description = "Also if the peer did not trust it.")
    public Uni<Void> withdraw(
            @PathParam("peerId") @Identifier String peerId,
            @PathParam("nodeId") @Identifier String nodeId,
            @Context RoutingContext http) {
        return access.as(peerId, http.request())
                .chain(() -> Uni.createFrom().completionStage(() -> suite().withdraw(peerId, nodeId)));
    }

    private Suite suite() {
        var suite = node.suite();
        if (suite == null) {
            throw Problem.of(404, "no_suite", "this node is the gateway of no suite; delegate at the suite's address");
        }
        return suite;
    }
}
