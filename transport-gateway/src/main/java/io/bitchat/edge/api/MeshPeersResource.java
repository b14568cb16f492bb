package io.bitchat.edge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bitchat.edge.node.EdgeNode;
import io.bitchat.lan.registry.Peer;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Cancellable(false)
@Path("/api/bitchat/transports/mesh/peers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Transports")
public class MeshPeersResource {
    private final EdgeNode node;
    private final Owner owner;

    MeshPeersResource(EdgeNode node, Owner owner) {
        this.node = node;
        this.owner = owner;
    }

    /**
     * A peer of the local network.
     *
     * @param address where it accepts links
     * @param presence {@code fresh}, {@code stale} or {@code suspect}, by the time since it was heard
     * @param connection {@code none}, {@code plain} or {@code secured}
     * @param fingerprint of the key that it signs with, to be compared with what its owner sees; absent for a peer that
     *     signs nothing
     */
    @Schema(name = "MeshPeer")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PeerAnswer(
            String peerId,
            String name,
            String status,
            List<String> rooms,
            @Nullable String address,
            String presence,
            String connection,
            @Nullable String fingerprint) {
        private static PeerAnswer of(Peer peer) {
            var profile = peer.profile();
            return new PeerAnswer(
                    peer.id().value(),
                    profile.nick(),
                    profile.status(),
                    profile.rooms(),
                    peer.address() == null ? null : peer.address().toString(),
                    peer.presence().name().toLowerCase(Locale.ROOT),
                    peer.connection().name().toLowerCase(Locale.ROOT),
                    peer.fingerprint());
        }
    }

    @GET
    @Operation(
            summary = "Who is on the local network",
            description = "At most 256 peers, in an order that is the same on every node.")
    public Uni<List<PeerAnswer>> list(@Context RoutingContext http) {
        return owner.only(http, this::peers);
    }

    private CompletionStage<List<PeerAnswer>> peers() {
        var mesh = node.mesh().node();
        if (mesh == null) return CompletableFuture.completedFuture(List.of());
        return mesh.peers()
                .thenApply(peers -> peers.stream().map(PeerAnswer::of).toList());
    }
}
