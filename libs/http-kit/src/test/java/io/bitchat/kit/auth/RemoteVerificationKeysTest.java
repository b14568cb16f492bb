package io.bitchat.kit.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteVerificationKeysTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();
    private HttpServer issuer;
    private RemoteVerificationKeys keys;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private volatile int status = 200;

    private record Auth(Mode mode, boolean openForced, URI jwksUrl, Duration jwksRefresh, int tokenCache)
            implements AuthConfig {}

    @BeforeEach
    void startIssuer() throws Exception {
        var jwk = PublicJsonWebKey.Factory.newPublicJwk(
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic());
        jwk.setKeyId("known");
        var document = new JsonWebKeySet(jwk).toJson();
        issuer = vertx.createHttpServer()
                .requestHandler(request -> {
                    asked.incrementAndGet();
                    // long enough for all callers to have asked
                    vertx.setTimer(200, _ -> request.response()
                            .setStatusCode(status)
                            .end(status == 200 ? document : "no keys today"));
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        var url = URI.create("http://127.0.0.1:" + issuer.actualPort() + "/jwks");
        keys = new RemoteVerificationKeys(
                new io.vertx.mutiny.core.Vertx(vertx),
                new Auth(AuthConfig.Mode.REQUIRED, false, url, Duration.ofSeconds(5), 10),
                () -> now);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void whoAsksWhileTheKeysLoadWaitsForThem() {
        var found = Uni.join()
                .all(IntStream.range(0, 50).mapToObj(_ -> find("known")).toList())
                .andFailFast()
                .await()
                .atMost(PATIENCE);

        assertThat(found).hasSize(50).doesNotContainNull();
        assertThat(asked).hasValue(1);
    }

    @Test
    void aKeyThatIsNotThereIsAskedForOnceInAWhile() {
        assertThat(find("other").await().atMost(PATIENCE)).isNull();
        assertThat(find("other").await().atMost(PATIENCE)).isNull();
        assertThat(asked).hasValue(1);

        now = now.plusSeconds(6);
        assertThat(find("other").await().atMost(PATIENCE)).isNull();
        assertThat(asked).hasValue(2);
    }

    /** A token is not invalid because its issuer does not respond. */
    @Test
    void anIssuerThatIsAwayIsAFailureAndNoVerdict() {
        status = 503;
        assertThatThrownBy(() -> find("known").await().atMost(PATIENCE)).isNotNull();

        status = 200;
        assertThat(find("known").await().atMost(PATIENCE)).isNotNull();
    }

    private Uni<PublicKey> find(String keyId) {
        return keys.find(keyId);
    }
}
