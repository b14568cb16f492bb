package io.bitchat.kit.auth;

import io.bitchat.kit.limit.RequestLimits;
import io.bitchat.kit.problem.Problem;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The gate that every route passes before it does anything: establishes who is calling, refuses what the mode does not
 * allow, and counts the request against the caller's limit.
 */
@ApplicationScoped
public class Access {
    private static final String BEARER = "Bearer ";

    private final AuthConfig config;
    private final Tokens tokens;
    private final RequestLimits limits;
    private final List<CallerListener> listeners;

    Access(AuthConfig config, Tokens tokens, RequestLimits limits, @All List<CallerListener> listeners) {
        this.config = config;
        this.tokens = tokens;
        this.limits = limits;
        this.listeners = listeners;
    }

    /**
     * Someone who passed the gate.
     *
     * @param token absent where the mode lets callers in without one
     */
    public record Caller(Optional<VerifiedToken> token) {
        /** Whether this caller may act for {@code peerId}: with a token only its own peer may. */
        public boolean mayActAs(String peerId) {
            return token.map(known -> known.peerId().equals(peerId)).orElse(true);
        }

        /** Whether this caller is one of two peers, or is believed to be. */
        public boolean isOneOf(String onePeerId, String otherPeerId) {
            return mayActAs(onePeerId) || mayActAs(otherPeerId);
        }
    }

    /** For routes that need a known caller but act for nobody. */
    public Uni<Caller> anyone(HttpServerRequest request) {
        return identify(bearerOf(request)).invoke(caller -> caller.token()
                .map(VerifiedToken::peerId)
                .ifPresentOrElse(
                        this::passed,
                        () -> limits.charge("address:" + request.remoteAddress().hostAddress())));
    }

    /** For routes that act for {@code peerId}: 403 with the token of another peer. */
    public Uni<Caller> as(String peerId, HttpServerRequest request) {
        return as(peerId, bearerOf(request));
    }

    /** For routes that two peers share: either may call. */
    public Uni<Caller> asEither(String onePeerId, String otherPeerId, HttpServerRequest request) {
        return identify(bearerOf(request)).invoke(caller -> {
            if (!caller.isOneOf(onePeerId, otherPeerId)) {
                throw Problem.forbidden(
                        "the token is neither one of peer '" + onePeerId + "' nor of '" + otherPeerId + "'");
            }
            passed(caller.token().map(VerifiedToken::peerId).orElse(onePeerId));
        });
    }

    /**
     * For routes that give a peer its first token: they need none, and have a limit of their own for each peer, so that
     * strangers who call them cannot use up what the peer itself may do.
     */
    public void newcomer(String peerId) {
        limits.charge("newcomer:" + peerId);
    }

    /** The same for a token that did not come in the usual header. */
    public Uni<Caller> as(String peerId, @Nullable String bearer) {
        return identify(bearer).invoke(caller -> {
            if (!caller.mayActAs(peerId)) throw Problem.forbidden("the token is not one of peer '" + peerId + "'");
            passed(peerId);
        });
    }

    /** The token of a request, without the scheme's name. */
    public static @Nullable String bearerOf(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : null;
    }

    private void passed(String peerId) {
        limits.charge(peerId);
        listeners.forEach(listener -> listener.seen(peerId));
    }

    private Uni<Caller> identify(@Nullable String bearer) {
        if (bearer != null && config.mode() != AuthConfig.Mode.OPEN) {
            return tokens.verify(bearer).map(token -> new Caller(Optional.of(token)));
        }
        if (config.mode() == AuthConfig.Mode.REQUIRED) {
            return Uni.createFrom()
                    .failure(Problem.unauthenticated(
                            "send 'Authorization: Bearer <token>'; get a token at /api/bitchat/auth/challenge"));
        }
        return Uni.createFrom().item(new Caller(Optional.empty()));
    }
}
