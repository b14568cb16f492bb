package io.bitchat.edge.api;

import io.bitchat.edge.node.EdgeNode;
import io.bitchat.kit.text.Identifier;
import io.bitchat.lan.wire.PeerId;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/bitchat/transports/mesh/pins/{peerId}")
@Tag(name = "Transports")
public class MeshPinsResource {
    private final EdgeNode node;
    private final Owner owner;

    MeshPinsResource(EdgeNode node, Owner owner) {
        this.node = node;
        this.owner = owner;
    }

    @DELETE
    @Operation(
            summary = "Forget the first key of a peer of the local network",
            description =
                    "The next key that is shown in its name is taken for the peer's. Compare refused_fingerprint of"
                            + " the list of peers with what the owner of the peer sees before. Also if no key is known.")
    public Uni<Void> forget(@PathParam("peerId") @Identifier String peerId, @Context RoutingContext http) {
        return owner.only(http, () -> node.mesh().forget(new PeerId(peerId)));
    }
}
