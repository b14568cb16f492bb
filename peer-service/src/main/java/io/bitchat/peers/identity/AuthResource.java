package io.bitchat.peers.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.bitchat.kit.auth.Access;
import io.bitchat.kit.auth.TokenGenerations;
import io.bitchat.kit.auth.VerifiedToken;
import io.bitchat.kit.outbox.OutboxProgress;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.text.CleanText;
import io.bitchat.kit.text.Identifier;
import io.bitchat.kit.trace.RequestTrace;
import io.bitchat.peers.keys.IdentityConfig;
import io.bitchat.peers.registration.Registration;
import io.bitchat.peers.trust.BadSignatures;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.Cancellable;

@Cancellable(false)
@Path("/api/bitchat/auth")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Identity")
public class AuthResource {
    private final Access access;
    private final TokenIssuer issuer;
    private final Revocation revocation;
    private final BadSignatures badSignatures;
    private final IdentityConfig config;

    AuthResource(
            Access access,
            TokenIssuer issuer,
            Revocation revocation,
            BadSignatures badSignatures,
            IdentityConfig config) {
        this.access = access;
        this.issuer = issuer;
        this.revocation = revocation;
        this.badSignatures = badSignatures;
        this.config = config;
    }

    /** The peer that a call is about. */
    record PeerRequest(@NotNull @Identifier String peerId) {}

    /**
     * A challenge to sign: {@code bitchat-auth-v1:<peer_id>:<nonce>}, with the registered key.
     *
     * @param nonce nonce that is valid for one signature
     */
    @Schema(name = "AuthChallengeResponse")
    public record ChallengeResponse(String nonce, Instant expiresAt) {}

    /**
     * A signed nonce.
     *
     * @param signature base64 of 64 bytes
     */
    @Schema(name = "AuthTokenRequest")
    record TokenRequest(
            @NotNull @Identifier String peerId,
            @NotNull @Size(max = 64) @CleanText String nonce,
            @NotNull @Size(max = 128) @CleanText String signature) {}

    /**
     * A token for {@code Authorization: Bearer}.
     *
     * @param expiresIn lifetime in seconds
     */
    @Schema(name = "AuthTokenResponse")
    public record TokenResponse(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("token_type") String tokenType,
            @JsonProperty("expires_in") long expiresIn) {}

    @POST
    @Path("/challenge")
    @Operation(
            summary = "Get a nonce to sign",
            description =
                    "For a token, or for the key_proof of a registration. Who has left and has a key that can sign"
                            + " gets one too, to register again.")
    public Uni<ChallengeResponse> challenge(
            @NotNull(message = "a JSON object is needed") @Valid PeerRequest request, @Context RoutingContext http) {
        access.newcomer(http.request());
        return issuer.challenge(request.peerId())
                .map(found -> found.orElseThrow(() -> Problem.notFound("peer", request.peerId()))
                        .nonce()
                        .orElseThrow(() -> Problem.conflict(
                                "not_a_signing_key", "the peer's public_key is not an Ed25519 key; register one")))
                .map(nonce -> new ChallengeResponse(nonce.text(), nonce.expiresAt()));
    }

    private TokenIssuer.Grant grantOf(String peerId) {
        boolean isEdgeNode =
                config.edgeNodes().map(nodes -> nodes.contains(peerId)).orElse(false);
        return new TokenIssuer.Grant(config.tokenLife(), isEdgeNode ? Set.of(VerifiedToken.EDGE_ROLE) : Set.of());
    }

    @POST
    @Path("/token")
    @Operation(
            summary = "Exchange a signed nonce for a token",
            description = "410 peer_retired to the key of a peer that has left and not registered again. A wrong"
                    + " signature, sent with a token of the peer, lowers its trust.")
    public Uni<TokenResponse> token(
            @NotNull(message = "a JSON object is needed") @Valid TokenRequest request, @Context RoutingContext http) {
        access.newcomer(http.request());
        return issuer.issue(request.peerId(), request.nonce(), request.signature(), grantOf(request.peerId()))
                .call(outcome -> outcome instanceof TokenIssuer.Outcome.SignatureNotGood
                        ? judge(request.peerId(), http)
                        : Uni.createFrom().voidItem())
                .map(outcome -> switch (outcome) {
                    case TokenIssuer.Outcome.Issued(var token) ->
                        new TokenResponse(token, "Bearer", config.tokenLife().toSeconds());
                    case TokenIssuer.Outcome.UnknownPeer _ -> throw Problem.notFound("peer", request.peerId());
                    case TokenIssuer.Outcome.Retired _ ->
                        throw Problem.of(
                                410,
                                "peer_retired",
                                "peer '" + request.peerId()
                                        + "' has left; register again at /api/bitchat/peers/register,"
                                        + " with a key_proof, before signing in");
                    case TokenIssuer.Outcome.NonceNotGood _ ->
                        throw Problem.unauthenticated("the nonce is unknown, used or expired; get a new one");
                    case TokenIssuer.Outcome.SignatureNotGood _ ->
                        throw Problem.unauthenticated("the signature does not match the registered key");
                });
    }

    /** Anyone can sign wrongly in the name of a peer. Only with the peer's own token it is the peer's doing. */
    private Uni<Void> judge(String peerId, RoutingContext http) {
        return access.hasTokenOf(peerId, http.request())
                .flatMap(itself ->
                        itself ? badSignatures.count(peerId) : Uni.createFrom().voidItem());
    }

    /** The result as text. */
    public record RevokedResponse(String message) {}

    @POST
    @Path("/revoke")
    @Operation(
            summary = "Void every token of a peer",
            description =
                    "Also on sockets that are open. 202 where the other services cannot be told at once: they follow"
                            + " when Kafka is back.")
    @APIResponse(
            responseCode = "200",
            description = "Void everywhere within a moment",
            content = @Content(schema = @Schema(implementation = RevokedResponse.class)))
    @APIResponse(
            responseCode = "202",
            description = "Void here; the other services will hear of it",
            content = @Content(schema = @Schema(implementation = RevokedResponse.class)))
    public Uni<RestResponse<RevokedResponse>> revoke(
            @NotNull(message = "a JSON object is needed") @Valid PeerRequest request, @Context RoutingContext http) {
        var peerId = request.peerId();
        return access.as(peerId, http.request())
                .chain(() -> revocation.revoke(peerId, RequestTrace.of(http)))
                .invoke(found -> {
                    if (!found) throw Problem.notFound("peer", peerId);
                })
                .chain(revocation::isTold)
                .map(told -> told
                        ? RestResponse.ok(new RevokedResponse("Tokens of peer " + peerId + " revoked"))
                        : RestResponse.status(
                                RestResponse.Status.ACCEPTED,
                                new RevokedResponse("Tokens of peer " + peerId + " revoked here; the other services"
                                        + " cannot be told now and will follow")));
    }

    /** Revokes tokens here at once, and in the other services by event. */
    @jakarta.enterprise.context.ApplicationScoped
    static class Revocation {
        private static final Duration PATIENCE = Duration.ofSeconds(2);

        private final Registration registration;
        private final TokenGenerations generations;
        private final OutboxProgress outbox;

        Revocation(Registration registration, TokenGenerations generations, OutboxProgress outbox) {
            this.registration = registration;
            this.generations = generations;
            this.outbox = outbox;
        }

        /** Returns true if the event reached Kafka in time. */
        Uni<Boolean> isTold() {
            return outbox.catchesUp(PATIENCE);
        }

        Uni<Boolean> revoke(String peerId, io.bitchat.kit.trace.TraceContext trace) {
            var generation = new AtomicLong();
            return registration
                    .update(peerId, trace, entry -> generation.set(entry.revokeTokens()))
                    .invoke(() -> generations.raise(peerId, generation.get()));
        }
    }
}
