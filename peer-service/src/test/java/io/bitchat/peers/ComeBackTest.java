package io.bitchat.peers;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** In required mode, only the holder of the key can come back after leaving. */
@QuarkusTest
@RealServers
@TestProfile(ComeBackTest.Required.class)
class ComeBackTest {
    /** Every request needs a token. */
    public static class Required implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("bitchat.auth.mode", "required");
        }
    }

    private static final String ROOT = "/api/bitchat";

    @Inject
    Pool pool;

    private final String alice = "alice-" + UUID.randomUUID().toString().substring(0, 8);
    private final TestKey keys = TestKey.generate();

    @Test
    void whoLeftRegistersAgainWithItsKeyAndSignsIn() {
        register(registration(keys)).statusCode(201);
        var before = token(keys);
        leave(before);

        register(registration(keys)).statusCode(403).body("code", equalTo("key_proof_required"));
        register(proven(keys, keys, nonce()))
                .statusCode(201)
                .body("created", equalTo(false))
                .body("is_online", equalTo(true));

        look(before).statusCode(401);
        look(token(keys)).statusCode(200).body("peer_id", equalTo(alice));
    }

    @Test
    void whoLeftMayComeBackWithAnotherKey() {
        register(registration(keys)).statusCode(201);
        leave(token(keys));
        var next = TestKey.generate();

        register(proven(keys, next, nonce())).statusCode(201);

        look(token(next)).statusCode(200);
        signIn(nonce(), keys).statusCode(401);
    }

    @Test
    void nobodyElseBringsAPeerBack() {
        register(registration(keys)).statusCode(201);
        leave(token(keys));
        var thief = TestKey.generate();

        register(registration(thief)).statusCode(403);
        register(proven(thief, thief, nonce())).statusCode(403);
        register(proven(thief, keys, nonce())).statusCode(403);

        assertThat(isGone()).isTrue();
    }

    @Test
    void aProofBringsAPeerBackOnce() {
        register(registration(keys)).statusCode(201);
        leave(token(keys));
        var proof = proven(keys, keys, nonce());
        register(proof).statusCode(201);
        leave(token(keys));

        register(proof).statusCode(403);
    }

    @Test
    void aNonceFromBeforeTheLeavingIsOfNoUse() {
        register(registration(keys)).statusCode(201);
        var old = nonce();
        leave(token(keys));

        register(proven(keys, keys, old)).statusCode(403);
        signIn(old, keys).statusCode(401);
        register(proven(keys, keys, nonce())).statusCode(201);
        signIn(old, keys).statusCode(401);
    }

    /** Only the holder of the key learns that the peer has left; to others it looks like a present peer. */
    @Test
    void whoLeftGetsNoTokenUntilItRegistersAgain() {
        register(registration(keys)).statusCode(201);
        signIn(nonce(), TestKey.generate())
                .statusCode(401)
                .body("detail", equalTo("the signature does not match the registered key"));
        leave(token(keys));

        var nonce = nonce();
        signIn(nonce, TestKey.generate())
                .statusCode(401)
                .body("detail", equalTo("the signature does not match the registered key"));
        signIn(nonce, keys)
                .statusCode(410)
                .body("code", equalTo("peer_retired"))
                .body("detail", containsString("register again"));
        register(proven(keys, keys, nonce())).statusCode(201);

        signIn(nonce, keys).statusCode(401); // the nonce was used
    }

    @Test
    void whoHasNoKeyToProveIsAsGoneAsOneThatNeverCame() {
        pool.preparedQuery(
                        "insert into peers (id, peer_id, public_key, last_seen, is_online, created_at, token_generation,"
                                + " retired_at) values (gen_random_uuid(), $1, 'abc123', now(), false, now(), 1, now())")
                .executeAndAwait(Tuple.of(alice));

        challenge(alice).statusCode(404).body("code", equalTo("not_found"));
        signIn("n", keys).statusCode(404).body("code", equalTo("not_found"));
        register(registration(keys)).statusCode(403);
        challenge("nobody").statusCode(404).body("code", equalTo("not_found"));
    }

    private boolean isGone() {
        return pool.preparedQuery("select retired_at is not null from peers where peer_id = $1")
                .executeAndAwait(Tuple.of(alice))
                .iterator()
                .next()
                .getBoolean(0);
    }

    private void leave(String token) {
        given().header("Authorization", "Bearer " + token)
                .delete(ROOT + "/peers/" + alice)
                .then()
                .statusCode(204);
        assertThat(isGone()).isTrue();
    }

    private ValidatableResponse look(String token) {
        return given().header("Authorization", "Bearer " + token)
                .get(ROOT + "/peers/" + alice)
                .then();
    }

    private ValidatableResponse register(Map<String, String> body) {
        return post("/peers/register", body);
    }

    private Map<String, String> registration(TestKey of) {
        return Map.of("peer_id", alice, "public_key", of.text());
    }

    private Map<String, String> proven(TestKey by, TestKey next, String nonce) {
        var body = new HashMap<>(registration(next));
        body.put("nonce", nonce);
        body.put("key_proof", by.sign("bitchat-key-v2:" + alice + ':' + nonce + ':' + next.text() + ':'));
        return body;
    }

    private ValidatableResponse challenge(String peerId) {
        return post("/auth/challenge", Map.of("peer_id", peerId));
    }

    private String nonce() {
        return challenge(alice).statusCode(200).extract().path("nonce");
    }

    private String token(TestKey by) {
        return signIn(nonce(), by).statusCode(200).extract().path("access_token");
    }

    private ValidatableResponse signIn(String nonce, TestKey by) {
        var signature = by.sign("bitchat-auth-v1:" + alice + ':' + nonce);
        return post("/auth/token", Map.of("peer_id", alice, "nonce", nonce, "signature", signature));
    }

    private static ValidatableResponse post(String path, Map<String, String> body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post(ROOT + path)
                .then();
    }
}
