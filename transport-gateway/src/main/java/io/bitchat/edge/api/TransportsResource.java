package io.bitchat.edge.api;

import io.bitchat.edge.node.EdgeNode;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.problem.Problem;
import io.bitchat.transport.Message;
import io.bitchat.transport.TransportState;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/bitchat/transports")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Transports")
public class TransportsResource {
    private final EdgeNode node;
    private final Access access;

    TransportsResource(EdgeNode node, Access access) {
        this.node = node;
        this.access = access;
    }

    @GET
    @Operation(
            summary = "The transports of this node",
            description = "All of them, also those that do not work; these say why, and what to do.")
    public Uni<List<TransportAnswer>> list(@Context RoutingContext http) {
        return access.anyone(http.request())
                .map(_ -> states().stream().map(TransportAnswer::of).toList());
    }

    @GET
    @Path("/{transportId}")
    @Operation(summary = "One transport")
    public Uni<TransportAnswer> get(@PathParam("transportId") String id, @Context RoutingContext http) {
        return access.anyone(http.request()).map(_ -> find(id));
    }

    private TransportAnswer find(String id) {
        return states().stream()
                .filter(state -> state.id().name().equals(id))
                .map(TransportAnswer::of)
                .findFirst()
                .orElseThrow(() -> Problem.notFound("transport", id));
    }

    private List<TransportState> states() {
        return node.router().transports(Message.BROADCAST).stream()
                .sorted(Comparator.comparing(TransportState::id))
                .toList();
    }
}
