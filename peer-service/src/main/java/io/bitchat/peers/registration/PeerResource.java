package io.bitchat.peers.registration;

import io.bitchat.kit.auth.Access;
import io.bitchat.kit.auth.TokenGenerations;
import io.bitchat.kit.page.PageLink;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.text.Identifier;
import io.bitchat.kit.trace.RequestTrace;
import io.bitchat.peers.presence.Leases;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

@Cancellable(false)
@Path("/api/bitchat/peers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Peers")
public class PeerResource {
    private static final int MAX_LIMIT = 500;

    private final Access access;
    private final Registration registration;
    private final Directory directory;
    private final Leases leases;
    private final TokenGenerations generations;

    PeerResource(
            Access access,
            Registration registration,
            Directory directory,
            Leases leases,
            TokenGenerations generations) {
        this.access = access;
        this.registration = registration;
        this.directory = directory;
        this.leases = leases;
        this.generations = generations;
    }

    @POST
    @Path("/register")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Join the directory, or change one's entry",
            description = "Needs no token: there is none before the first registration, and a key that can sign is"
                    + " only replaced with key_proof.")
    @APIResponse(
            responseCode = "201",
            description = "In the directory; created tells whether the peer is new",
            content = @Content(schema = @Schema(implementation = PeerResponse.class)))
    public Uni<RestResponse<PeerResponse>> register(
            @NotNull(message = "a JSON object is needed") @Valid RegisterRequest request,
            @Context RoutingContext http) {
        access.newcomer(http.request());
        return registration
                .register(request, RequestTrace.of(http))
                .call(outcome -> comesFromThePeer(outcome)
                        ? leases.grant(request.peerId(), RequestTrace.of(http))
                        : Uni.createFrom().item(false))
                .map(PeerResource::accepted)
                .flatMap(created -> get(request.peerId()).map(peer -> PeerResponse.of(peer, created)))
                .map(response -> RestResponse.status(RestResponse.Status.CREATED, response));
    }

    @GET
    @Operation(
            summary = "The peers of the directory",
            description =
                    "Most recently seen first. The header Link names the next page, which begins after its place.")
    public Uni<RestResponse<List<PeerResponse>>> list(
            @QueryParam("online_only") @DefaultValue("false") boolean onlineOnly,
            @QueryParam("limit") @DefaultValue("500") @Min(1) @Max(MAX_LIMIT) int limit,
            @QueryParam("offset")
                    @DefaultValue("0")
                    @Min(0)
                    @Max(value = PageLink.MAX_OFFSET, message = "must be at most 10,000; use after")
                    int offset,
            @QueryParam("after") @Nullable String after,
            @Context RoutingContext http) {
        return access.anyone(http.request())
                .chain(() -> after == null
                        ? directory.list(onlineOnly, limit, offset)
                        : directory.list(onlineOnly, limit, place(after)))
                .map(page -> toResponse(page, onlineOnly, limit));
    }

    private static DirectoryPlace place(String after) {
        return DirectoryPlace.parse(after)
                .orElseThrow(() -> Problem.invalid("after", "is not a position from this server"));
    }

    private static RestResponse<List<PeerResponse>> toResponse(Directory.Page page, boolean onlineOnly, int limit) {
        var body =
                page.peers().stream().map(peer -> PeerResponse.of(peer, null)).toList();
        return page.next()
                .map(place -> PageLink.to("/peers")
                        .with("after", place.text())
                        .with("limit", limit)
                        .with("online_only", onlineOnly ? true : null)
                        .after(body))
                .orElseGet(() -> RestResponse.ok(body));
    }

    @GET
    @Path("/{peerId}")
    @Operation(summary = "One peer")
    public Uni<PeerResponse> get(@PathParam("peerId") String peerId, @Context RoutingContext http) {
        return access.anyone(http.request()).chain(() -> get(peerId)).map(peer -> PeerResponse.of(peer, null));
    }

    /** A change of settings. */
    @Schema(name = "PeerSettingsRequest")
    record SettingsRequest(@NotNull Boolean readReceipts) {}

    @PUT
    @Path("/{peerId}/settings")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Say whether others may see what one has read")
    public Uni<SettingsRequest> settings(
            @PathParam("peerId") @Identifier String peerId,
            @NotNull(message = "a JSON object is needed") @Valid SettingsRequest request,
            @Context RoutingContext http) {
        return access.as(peerId, http.request())
                .chain(() -> registration.update(
                        peerId, RequestTrace.of(http), entry -> entry.readReceipts(request.readReceipts())))
                .map(found -> {
                    if (found) return request;
                    throw Problem.notFound("peer", peerId);
                });
    }

    @DELETE
    @Path("/{peerId}")
    @Operation(summary = "Leave the directory", description = "Every token of the peer is void from now on.")
    public Uni<RestResponse<Void>> retire(
            @PathParam("peerId") @Identifier String peerId, @Context RoutingContext http) {
        return access.as(peerId, http.request())
                .chain(() -> registration.retire(peerId, RequestTrace.of(http)))
                .map(generation -> {
                    generations.raise(peerId, generation.orElseThrow(() -> Problem.notFound("peer", peerId)));
                    return RestResponse.noContent();
                });
    }

    private Uni<PeerEntity> get(String peerId) {
        return directory.find(peerId).map(found -> found.orElseThrow(() -> Problem.notFound("peer", peerId)));
    }

    private static boolean comesFromThePeer(RegisterOutcome outcome) {
        return switch (outcome) {
            case RegisterOutcome.Joined _, RegisterOutcome.Changed _ -> true;
            case RegisterOutcome.Unchanged same -> same.byItself();
            case RegisterOutcome.ProofNeeded _, RegisterOutcome.NotASigningKey _ -> false;
        };
    }

    private static boolean accepted(RegisterOutcome outcome) {
        return switch (outcome) {
            case RegisterOutcome.Joined _ -> true;
            case RegisterOutcome.Changed _, RegisterOutcome.Unchanged _ -> false;
            case RegisterOutcome.ProofNeeded _ ->
                throw Problem.of(
                        403,
                        "key_proof_required",
                        "this would change a peer's entry: get a nonce at /api/bitchat/auth/challenge, and send it with"
                                + " key_proof, the registered key's signature of"
                                + " bitchat-key-v2:<peer_id>:<nonce>:<public_key>:<display_name>");
            case RegisterOutcome.NotASigningKey _ ->
                throw Problem.invalid("public_key", "must be base64 of the 32 bytes of an Ed25519 key");
        };
    }
}
