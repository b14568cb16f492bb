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
 * Access check that every route performs first: identifies the caller, rejects what the mode does not allow, and counts
 * the request against the caller's limit.
 */
@ApplicationScoped
public class Access {
    private static final String BEARER = "Bearer ";

    private final AuthConfig config;
    private final Tokens tokens;
    private final RequestLimits limits;
    private final List<CallerListener> listeners;

    public Access(AuthConfig config, Tokens tokens, RequestLimits limits, @All List<CallerListener> listeners) {
        this.config = config;
        this.tokens = tokens;
        this.limits = limits;
        this.listeners = listeners;
    }

    /** Who calls, and how it is known. */
    public sealed interface Caller {
        /** Nobody has proved who it is. The mode lets such callers in, and then they may do everything. */
        record Anonymous() implements Caller {
            @Override
            public Optional<String> subject() {
                return Optional.empty();
            }
        }

        /** A peer that has sent its token. */
        record Bearer(VerifiedToken verified) implements Caller {
            @Override
            public Optional<String> subject() {
                return Optional.of(verified.subject());
            }
        }

        /** The peer that an open socket belongs to. Whoever opened it was checked then, and it closes with its token. */
        record SocketPeer(String peerId) implements Caller {
            @Override
            public Optional<String> subject() {
                return Optional.of(peerId);
            }
        }

        /** A peer that another service of the suite speaks for, and has checked as far as it can be checked. */
        record VouchedFor(String peerId) implements Caller {
            @Override
            public Optional<String> subject() {
                return Optional.of(peerId);
            }
        }

        /** The peer that this caller is known to be; empty for an anonymous caller. */
        Optional<String> subject();

        /** The token of this request, if it came with one. */
        default Optional<VerifiedToken> token() {
            return this instanceof Bearer(var verified) ? Optional.of(verified) : Optional.empty();
        }

        /** Whether this caller may act for {@code peerId}: it is that peer, or nobody in particular. */
        default boolean mayActAs(String peerId) {
            return subject().map(peerId::equals).orElse(true);
        }

        /** Whether this caller may act for one of two peers. */
        default boolean isOneOf(String one, String other) {
            return mayActAs(one) || mayActAs(other);
        }
    }

    /** For routes that check the caller but act for no particular subject. */
    public Uni<Caller> anyone(HttpServerRequest request) {
        var address = ClientAddress.of(request);
        return identify(bearerOf(request), address)
                .invoke(caller -> caller.subject().ifPresentOrElse(this::passed, () -> limits.chargeAddress(address)));
    }

    /** For routes that act for {@code subject}; fails with 403 for a token of another subject. */
    public Uni<Caller> as(String subject, HttpServerRequest request) {
        return as(subject, bearerOf(request), ClientAddress.of(request));
    }

    /** For routes that two subjects share: either may call. */
    public Uni<Caller> asEither(String one, String other, HttpServerRequest request) {
        var address = ClientAddress.of(request);
        return identify(bearerOf(request), address).invoke(caller -> {
            if (!caller.isOneOf(one, other)) {
                throw Problem.forbidden("the token belongs neither to '" + one + "' nor to '" + other + "'");
            }
            passed(caller, one, address);
        });
    }

    /**
     * For routes that issue a caller's first token, and so need none. The request counts against the address: a request
     * that names a peer does not use up that peer's limit.
     */
    public void newcomer(HttpServerRequest request) {
        limits.chargeNewcomer(ClientAddress.of(request));
    }

    /** Whether the request comes with a valid token of {@code subject}, for routes that need none. Never fails. */
    public Uni<Boolean> hasTokenOf(String subject, HttpServerRequest request) {
        var bearer = bearerOf(request);
        if (bearer == null) return Uni.createFrom().item(false);
        return Uni.createFrom()
                .deferred(() -> verified(bearer, ClientAddress.of(request)))
                .map(caller -> caller.mayActAs(subject))
                .onFailure(Problem.class)
                .recoverWithItem(false);
    }

    /**
     * For routes whose requests are limited in another way. They are not counted, since a chunk each second would use
     * up a caller's limit.
     */
    public Uni<Caller> uncounted(HttpServerRequest request) {
        return identify(bearerOf(request), ClientAddress.of(request)).invoke(caller -> caller.subject()
                .ifPresent(subject -> listeners.forEach(listener -> listener.seen(subject))));
    }

    /**
     * For routes that hand the request on to another service, which counts it. Otherwise like
     * {@link #as(String, HttpServerRequest)}.
     */
    public Uni<Caller> forwarded(String subject, HttpServerRequest request) {
        return identify(bearerOf(request), ClientAddress.of(request)).invoke(caller -> {
            requireSubject(caller, subject);
            listeners.forEach(listener -> listener.seen(subject));
        });
    }

    /**
     * Notes that the call acts for {@code subject}, which only became known after the check. Does nothing for a caller
     * with a token, whose subject was noted by the check.
     */
    public void actsFor(Caller caller, String subject) {
        if (caller.subject().isEmpty()) listeners.forEach(listener -> listener.seen(subject));
    }

    /** Like {@link #as(String, HttpServerRequest)}, for a token that did not come in the usual header. */
    public Uni<Caller> as(String subject, @Nullable String bearer, ClientAddress address) {
        return identify(bearer, address).invoke(caller -> {
            requireSubject(caller, subject);
            passed(caller, subject, address);
        });
    }

    /** The bearer token of a request, without the scheme. */
    public static @Nullable String bearerOf(HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : null;
    }

    private static void requireSubject(Caller caller, String subject) {
        if (!caller.mayActAs(subject)) throw Problem.forbidden("the token does not belong to '" + subject + "'");
    }

    /** A caller without a token counts against its address as well, since it can claim any name. */
    private void passed(Caller caller, String subject, ClientAddress address) {
        if (caller.subject().isEmpty()) limits.chargeAddress(address);
        passed(caller.subject().orElse(subject));
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
        return Uni.createFrom().item(new Caller.Anonymous());
    }

    /**
     * Verifying a signature is expensive. So an address that sent too many bad tokens is rejected, except with tokens
     * already known to be valid.
     */
    private Uni<Caller> verified(String bearer, ClientAddress address) {
        if (!tokens.isKnown(bearer)) limits.checkFailures(address);
        return tokens.verify(bearer)
                .onFailure(Problem.class)
                .invoke(() -> limits.noteFailure(address))
                .map(Caller.Bearer::new);
    }
}
