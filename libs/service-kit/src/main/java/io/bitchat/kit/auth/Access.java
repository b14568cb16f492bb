package io.bitchat.kit.auth;

import io.bitchat.kit.limit.ClientAddress;
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
        var address = ClientAddress.of(request);
        return identify(bearerOf(request), address).invoke(caller -> caller.token()
                .map(VerifiedToken::subject)
                .ifPresentOrElse(this::passed, () -> limits.chargeAddress(address)));
    }

    /** For routes that act for {@code subject}: 403 with the token of another. */
    public Uni<Caller> as(String subject, HttpServerRequest request) {
        return as(subject, bearerOf(request), ClientAddress.of(request));
    }

    /** For routes that two share: either may call. */
    public Uni<Caller> asEither(String one, String other, HttpServerRequest request) {
        var address = ClientAddress.of(request);
        return identify(bearerOf(request), address).invoke(caller -> {
            if (!caller.isOneOf(one, other)) {
                throw Problem.forbidden("the token is neither one of '" + one + "' nor of '" + other + "'");
            }
            passed(caller, one, address);
        });
    }

    /**
     * For routes that give a caller its first token. They need none, so it is the address that is counted: whoever names a
     * peer there uses up nothing of that peer.
     */
    public void newcomer(HttpServerRequest request) {
        limits.chargeNewcomer(ClientAddress.of(request));
    }

    /**
     * For routes whose requests are not counted, since something else limits them: a chunk of a file each second would use
     * up what a caller may ask for.
     */
    public Uni<Caller> uncounted(HttpServerRequest request) {
        return identify(bearerOf(request), ClientAddress.of(request)).invoke(caller -> caller.token()
                .map(VerifiedToken::subject)
                .ifPresent(subject -> listeners.forEach(listener -> listener.seen(subject))));
    }

    /** The same for a token that did not come in the usual header. */
    public Uni<Caller> as(String subject, @Nullable String bearer, ClientAddress address) {
        return identify(bearer, address).invoke(caller -> {
            if (!caller.mayActAs(subject)) throw Problem.forbidden("the token is not one of '" + subject + "'");
            passed(caller, subject, address);
        });
    }

    /** The token of a request, without the scheme's name. */
    public static @Nullable String bearerOf(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : null;
    }

    /** Who only says a name is counted by its address as well: names are free. */
    private void passed(Caller caller, String subject, ClientAddress address) {
        if (caller.token().isEmpty()) limits.chargeAddress(address);
        passed(caller.token().map(VerifiedToken::subject).orElse(subject));
    }

    private void passed(String subject) {
        limits.chargePeer(subject);
        listeners.forEach(listener -> listener.seen(subject));
    }

    private Uni<Caller> identify(@Nullable String bearer, ClientAddress address) {
        if (bearer != null && config.mode() != AuthConfig.Mode.OPEN) return verified(bearer, address);
        if (config.mode() == AuthConfig.Mode.REQUIRED) {
            return Uni.createFrom()
                    .failure(Problem.unauthenticated(
                            "send 'Authorization: Bearer <token>'; get a token at /api/bitchat/auth/challenge"));
        }
        return Uni.createFrom().item(new Caller(Optional.empty()));
    }

    /** A signature is dear to check, so whoever sends bad ones is not heard for long; tokens known to be good pass. */
    private Uni<Caller> verified(String bearer, ClientAddress address) {
        if (!tokens.isKnown(bearer)) limits.checkFailures(address);
        return tokens.verify(bearer)
                .onFailure(Problem.class)
                .invoke(() -> limits.noteFailure(address))
                .map(token -> new Caller(Optional.of(token)));
    }
}
