package io.bitchat.edge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bitchat.edge.node.EdgeNode;
import io.bitchat.lan.registry.Fingerprint;
import io.bitchat.lan.registry.Peer;
import io.bitchat.lan.registry.RefusedKey;
import io.bitchat.lan.wire.PeerId;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
     * A peer of the local network, or one whose name somebody uses with another key.
     *
     * @param address where it accepts links
     * @param presence {@code fresh}, {@code stale} or {@code suspect}, by the time since it was heard; {@code absent} for
     *     one that is not there
     * @param connection {@code none}, {@code plain} or {@code secured}
     * @param fingerprint of the key that it signs with, to be compared with what its owner sees; absent for a peer that
     *     signs nothing
     * @param refusedFingerprint of another key, with which somebody signs in the name of this peer, and is refused
     * @param refusedAt when that was refused last
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
            @Nullable String fingerprint,
            @Nullable String refusedFingerprint,
            @Nullable Instant refusedAt) {
        private static PeerAnswer of(Peer peer, @Nullable RefusedKey refused) {
            var profile = peer.profile();
            return new PeerAnswer(
                    peer.id().value(),
                    profile.nick(),
                    profile.status(),
                    profile.rooms(),
                    peer.address() == null ? null : peer.address().toString(),
                    peer.presence().name().toLowerCase(Locale.ROOT),
                    peer.connection().name().toLowerCase(Locale.ROOT),
                    peer.fingerprint(),
                    refused == null ? null : Fingerprint.of(refused.shown()),
                    refused == null ? null : refused.at());
        }

        private static PeerAnswer absent(RefusedKey refused) {
            return new PeerAnswer(
                    refused.peer().value(),
                    "",
                    "",
                    List.of(),
                    null,
                    "absent",
                    "none",
                    Fingerprint.of(refused.known()),
                    Fingerprint.of(refused.shown()),
                    refused.at());
        }
    }

    @GET
    @Operation(
            summary = "Who is on the local network",
            description =
                    "At most 256 peers, in an order that is the same on every node. Behind them up to 64 whose name"
                            + " somebody uses with another key than the first one: refused_fingerprint. If that is the peer with a new"
                            + " key, DELETE /transports/mesh/pins/{peerId} lets it in.")
    public Uni<List<PeerAnswer>> list(@Context RoutingContext http) {
        return owner.only(http, this::peers);
    }

    private CompletionStage<List<PeerAnswer>> peers() {
        var mesh = node.mesh().node();
        if (mesh == null) return CompletableFuture.completedFuture(List.of());
        return mesh.peers().thenCombine(mesh.refusedKeys(), MeshPeersResource::answer);
    }

    private static List<PeerAnswer> answer(List<Peer> peers, List<RefusedKey> keys) {
        Map<PeerId, RefusedKey> refused = new LinkedHashMap<>();
        keys.forEach(one -> refused.put(one.peer(), one));
        List<PeerAnswer> all = new ArrayList<>();
        for (var peer : peers) all.add(PeerAnswer.of(peer, refused.remove(peer.id())));
        for (var absent : refused.values()) all.add(PeerAnswer.absent(absent));
        return all;
    }
}
