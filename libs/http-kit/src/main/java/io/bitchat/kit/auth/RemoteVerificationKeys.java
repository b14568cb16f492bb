package io.bitchat.kit.auth;

import io.quarkus.arc.DefaultBean;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientResponse;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/** Keys from the issuer's JWKS document, fetched when a token names a key that is not known yet. */
@ApplicationScoped
@DefaultBean
class RemoteVerificationKeys implements VerificationKeys {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final HttpClient http;
    private final AuthConfig config;
    private final InstantSource clock;
    private volatile Map<String, PublicKey> known = Map.of();
    private volatile Instant nextFetch = Instant.MIN;
    private @Nullable CompletableFuture<Void> fetching;

    RemoteVerificationKeys(Vertx vertx, AuthConfig config, InstantSource clock) {
        this.http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(2_000));
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Uni<PublicKey> find(String keyId) {
        var key = known.get(keyId);
        if (key != null) return Uni.createFrom().item(key);
        return current().map(_ -> known.get(keyId));
    }

    /** Completes when the current fetch has completed; concurrent callers share one fetch. */
    private Uni<Void> current() {
        synchronized (this) {
            if (fetching == null) {
                if (clock.instant().isBefore(nextFetch)) return Uni.createFrom().voidItem();
                nextFetch = clock.instant().plus(config.jwksRefresh());
                var begun = new CompletableFuture<Void>();
                fetching = begun;
                fetch().subscribe().with(_ -> fetched(begun, null), failure -> fetched(begun, failure));
            }
            return fetching == null
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom().completionStage(fetching);
        }
    }

    private void fetched(CompletableFuture<Void> begun, @Nullable Throwable failure) {
        synchronized (this) {
            fetching = null;
        }
        if (failure == null) begun.complete(null);
        else begun.completeExceptionally(failure);
    }

    private Uni<Void> fetch() {
        var request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(config.jwksUrl().toString());
        return http.request(request)
                .flatMap(r -> r.send())
                .flatMap(HttpClientResponse::body)
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .invoke(this::learn)
                .onFailure()
                .invoke(this::notFetched)
                .replaceWithVoid();
    }

    /** Allows the next fetch at once, so that keys are available as soon as the issuer is back. */
    private void notFetched(Throwable failure) {
        nextFetch = Instant.MIN;
        Log.warnf("verification keys could not be fetched url=%s cause=%s", config.jwksUrl(), failure);
    }

    private void learn(Buffer body) {
        try {
            var keys = new HashMap<String, PublicKey>();
            for (var key : new JsonWebKeySet(body.toString()).getJsonWebKeys()) {
                if (key instanceof PublicJsonWebKey usable) keys.put(usable.getKeyId(), usable.getPublicKey());
            }
            known = Map.copyOf(keys);
        } catch (JoseException e) {
            throw new IllegalStateException("the JWKS document is not readable", e);
        }
    }
}
