package io.bitchat.peers.trust;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.bitchat.contracts.Event;
import io.bitchat.contracts.files.FileEvent;
import io.bitchat.contracts.files.FileEvent.ChunksChecked;
import io.bitchat.contracts.messages.MessageEvent.Delivered;
import io.bitchat.kit.codec.EncodedEvent;
import io.bitchat.kit.codec.EventCodec;
import io.bitchat.kit.event.EventProducer;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.peers.RealServers;
import io.bitchat.peers.TestKey;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What moves the score of a peer, as docs/trust.md has it; seen as everybody sees it. */
@QuarkusTest
@RealServers
class TrustMarksTest {
    private static final String ROOT = "/api/bitchat";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    EventCodec codec;

    @Inject
    EventProducer producer;

    private final String alice = "alice-" + UUID.randomUUID();
    private final String file = "file_" + UUID.randomUUID();
    private final TestKey keys = TestKey.generate();

    @BeforeEach
    void aliceIsRegistered() {
        post("/peers/register", Map.of("peer_id", alice, "public_key", keys.text()), null)
                .statusCode(201);
        assertThat(trust()).isEqualTo(0.5f);
    }

    @Test
    void aDeliveredMessageAndACompleteFileRaiseIt() {
        publish(new Delivered("m-" + alice, Instant.now(), alice + "|bob", alice, "bob"));
        awaitMarks(1, 0);

        publish(new FileEvent.Completed(file, Instant.now(), "f", 1, "text/plain", 1, "0".repeat(64), alice));

        awaitMarks(2, 0);
    }

    @Test
    void chunksWithTheRightHashRaiseItOnceAndThoseWithAnotherLowerItEach() {
        publish(new ChunksChecked(file, Instant.now(), alice, 40, 0));
        awaitMarks(1, 0);

        publish(new ChunksChecked(file, Instant.now(), alice, 0, 3));

        awaitMarks(1, 3);
    }

    @Test
    void sumsThatComeAgainCountOnce() {
        var bad = encoded(new ChunksChecked(file, Instant.now(), alice, 0, 2));
        producer.send(bad).join();
        producer.send(bad).join();
        producer.send(encoded(new ChunksChecked(file, Instant.now(), alice, 1, 0)))
                .join();

        awaitMarks(1, 2);
    }

    @Test
    void aWrongSignatureLowersItIfThePeerItselfSentIt() {
        var token = signIn(keys, null).statusCode(200).extract().<String>path("access_token");
        var other = TestKey.generate();

        signIn(other, token).statusCode(401);
        signIn(other, token).statusCode(401);

        assertThat(trust()).isCloseTo(score(0, 2), within(0.0001f));
    }

    /** Anyone knows the id of a peer. */
    @Test
    void aWrongSignatureOfSomebodyElseIsNotThePeersDoing() {
        var mallory = "mallory-" + UUID.randomUUID();
        var other = TestKey.generate();
        post("/peers/register", Map.of("peer_id", mallory, "public_key", other.text()), null)
                .statusCode(201);
        var foreign = signIn(mallory, other, null).statusCode(200).extract().<String>path("access_token");

        signIn(other, null).statusCode(401);
        signIn(other, foreign).statusCode(401);
        signIn(other, "no.good.token").statusCode(401);

        assertThat(trust()).isEqualTo(0.5f);
    }

    private void publish(Event event) {
        producer.send(encoded(event)).join();
    }

    private EncodedEvent encoded(Event event) {
        return codec.encode(event, TraceContext.start());
    }

    private void awaitMarks(int good, int bad) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(trust()).isCloseTo(score(good, bad), within(0.0001f)));
    }

    private static float score(int good, int bad) {
        return (10f + good) / (20 + good + bad);
    }

    private float trust() {
        return given().get(ROOT + "/peers/" + alice)
                .then()
                .statusCode(200)
                .extract()
                .path("trust_score");
    }

    private ValidatableResponse signIn(TestKey signer, @Nullable String token) {
        return signIn(alice, signer, token);
    }

    private static ValidatableResponse signIn(String peerId, TestKey signer, @Nullable String token) {
        String nonce = post("/auth/challenge", Map.of("peer_id", peerId), null)
                .statusCode(200)
                .extract()
                .path("nonce");
        var body = new HashMap<String, Object>(Map.of("peer_id", peerId, "nonce", nonce));
        body.put("signature", signer.sign("bitchat-auth-v1:" + peerId + ":" + nonce));
        return post("/auth/token", body, token);
    }

    private static ValidatableResponse post(String path, Map<String, Object> body, @Nullable String token) {
        var request = given().contentType(ContentType.JSON).body(body);
        if (token != null) request.header("Authorization", "Bearer " + token);
        return request.post(ROOT + path).then();
    }
}
