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
        /** Whether this caller may act for {@code subject}: with a token only its own subject may. */
        public boolean mayActAs(String subject) {
            return token.map(known -> known.subject().equals(subject)).orElse(true);
        }

        /** Whether this caller is one of two subjects, or is believed to be. */
        public boolean isOneOf(String one, String other) {
            return mayActAs(one) || mayActAs(other);
        }
    }

    /** For routes that need a known caller but act for nobody. */
    public Uni<Caller> anyone(HttpServerRequest request) {
        return identify(bearerOf(request)).invoke(caller -> caller.token()
                .map(VerifiedToken::subject)
                .ifPresentOrElse(
                        this::passed,
                        () -> limits.charge("address:" + request.remoteAddress().hostAddress())));
    }

    /** For routes that act for {@code subject}: 403 with the token of another. */
    public Uni<Caller> as(String subject, HttpServerRequest request) {
        return as(subject, bearerOf(request));
    }

    /** For routes that two share: either may call. */
    public Uni<Caller> asEither(String one, String other, HttpServerRequest request) {
        return identify(bearerOf(request)).invoke(caller -> {
            if (!caller.isOneOf(one, other)) {
                throw Problem.forbidden("the token is neither one of '" + one + "' nor of '" + other + "'");
            }
            passed(caller.token().map(VerifiedToken::subject).orElse(one));
        });
    }

    /**
     * For routes that give a caller its first token: they need none, and have a limit of their own for each of them, so that
     * strangers who call them cannot use up what the caller itself may do.
     */
    public void newcomer(String subject) {
        limits.charge("newcomer:" + subject);
    }

    /**
     * For routes whose requests are not counted, since something else limits them: a chunk of a file each second would use
     * up what a caller may ask for.
     */
    public Uni<Caller> uncounted(HttpServerRequest request) {
        return identify(bearerOf(request)).invoke(caller -> caller.token()
                .map(VerifiedToken::subject)
                .ifPresent(subject -> listeners.forEach(listener -> listener.seen(subject))));
    }

    /** The same for a token that did not come in the usual header. */
    public Uni<Caller> as(String subject, @Nullable String bearer) {
        return identify(bearer).invoke(caller -> {
            if (!caller.mayActAs(subject)) throw Problem.forbidden("the token is not one of '" + subject + "'");
            passed(subject);
        });
    }

    /** The token of a request, without the scheme's name. */
    public static @Nullable String bearerOf(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : null;
    }

    private void passed(String subject) {
        limits.charge(subject);
        listeners.forEach(listener -> listener.seen(subject));
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
