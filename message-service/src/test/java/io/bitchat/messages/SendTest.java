package io.bitchat.messages;

import static io.bitchat.messages.Api.get;
import static io.bitchat.messages.Api.post;
import static io.bitchat.messages.Api.send;
import static io.bitchat.messages.Api.someone;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@RealServers
class SendTest {
    @Inject
    Pool pool;

    @Test
    void theMinimalBodyIsEnoughAndTheDefaultsAreFilledIn() {
        given().contentType(ContentType.JSON)
                .body("{\"from_peer_id\": \"alice\", \"to_peer_id\": \"bob\", \"content\": \"encrypted-content\"}")
                .post("/api/bitchat/messages/send")
                .then()
                .statusCode(201)
                .header("X-Trace-Id", not(emptyOrNullString()))
                .body("message_id", not(emptyOrNullString()))
                .body("status", equalTo("sent"))
                .body("encryption_algorithm", equalTo("AES-256-GCM"))
                .body("ttl", equalTo(3600))
                .body("hop_count", equalTo(0))
                .body("group_id", nullValue())
                .body("delivered_at", nullValue());
    }

    @Test
    void contentIsUnreadableInTheDatabaseAndUnchangedInTheAnswer() {
        var alice = someone("alice");
        var secret = "attack at dawn \u00e9\u4e16\ud83d\ude00\nsecond line";

        var id = send(alice, "bob", secret);

        get("/messages/conversation/" + alice + "/bob").body("[0].content", equalTo(secret));
        var stored = pool.preparedQuery("select content from messages where message_id = $1")
                .execute(Tuple.of(id))
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getString(0);
        assertThat(stored).startsWith("v1.").doesNotContain("dawn");
    }

    /** Their traces would be unreachable: the path is that of an inbox or a conversation, or is normalised away. */
    @ParameterizedTest
    @ValueSource(strings = {"inbox", "conversation", ".", ".."})
    void anIdThatAPathCannotNameIsRefused(String id) {
        var alice = someone("alice");
        post("/messages/send", Map.of("from_peer_id", alice, "to_peer_id", "bob", "content", "x", "message_id", id))
                .statusCode(422)
                .body("fields[0].field", equalTo("message_id"));
    }

    /** The contract requires an integer; other values are not coerced. */
    @ParameterizedTest
    @ValueSource(strings = {"1.9", "60.0", "6e1", "true", "\"60\""})
    void aNumberIsAWholeNumber(String ttl) {
        var alice = someone("alice");
        post(
                        "/messages/send",
                        "{\"from_peer_id\":\"" + alice + "\",\"to_peer_id\":\"bob\",\"content\":\"x\",\"ttl\":" + ttl
                                + "}")
                .statusCode(422);
        get("/messages/conversation/" + alice + "/bob").body("$", hasSize(0));
    }

    /** A client that never acknowledges and keeps reopening its socket. */
    @Test
    void aTraceDoesNotGrowWithEveryAttempt() throws Exception {
        var alice = someone("alice");
        var bob = someone("bob");
        var id = send(alice, bob, "x");
        for (int i = 0; i < 120; i++) {
            try (var socket = TestSocket.open(bob)) {
                socket.next();
            }
            // attempts are written once a second, and those of one batch do not count towards the limit
            if (i % 40 == 39) {
                long before = attempts(id);
                org.awaitility.Awaitility.await()
                        .atMost(java.time.Duration.ofSeconds(30))
                        .until(() -> attempts(id) > before || attempts(id) >= 50);
            }
        }
        assertThat(attempts(id)).isBetween(1L, 100L);
    }

    private long attempts(String messageId) {
        return pool.preparedQuery("select count(*) from message_trace where message_id = $1 and step = 'attempt'")
                .executeAndAwait(Tuple.of(messageId))
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void theSameKeySentTwentyTimesAtOnceIsOneMessage() throws Exception {
        var alice = someone("alice");
        var body = Map.of("from_peer_id", alice, "to_peer_id", "bob", "content", "once");
        var ids = new HashSet<String>();
        try (var threads = Executors.newFixedThreadPool(20)) {
            var sends = IntStream.range(0, 20)
                    .mapToObj(_ -> threads.submit(() -> given().contentType(ContentType.JSON)
                            .header("Idempotency-Key", "k1")
                            .body(body)
                            .post("/api/bitchat/messages/send")
                            .then()
                            .statusCode(201)
                            .extract()
                            .<String>path("message_id")))
                    .toList();
            for (Future<String> sent : sends) ids.add(sent.get());
        }

        assertThat(ids).hasSize(1);
        get("/messages/conversation/" + alice + "/bob").body("$", hasSize(1));
    }

    @Test
    void aMessageIdOfTheClientMakesASendRepeatable() {
        var alice = someone("alice");
        var body = new HashMap<String, Object>(
                Map.of("from_peer_id", alice, "to_peer_id", "bob", "content", "x", "message_id", someone("m")));
        post("/messages/send", body).statusCode(201);

        post("/messages/send", body).statusCode(201).body("message_id", equalTo(body.get("message_id")));

        body.put("content", "something else");
        post("/messages/send", body).statusCode(409).body("code", equalTo("message_id_taken"));
        get("/messages/conversation/" + alice + "/bob").body("$", hasSize(1));
    }

    @Test
    void contentIsOpaque() {
        var alice = someone("alice");
        var content = "\u0001\u0007\u001b[31m\u007f\u0085\u2028 \r\n\t";
        send(alice, "bob", content);
        get("/messages/conversation/" + alice + "/bob").body("[0].content", equalTo(content));
        post("/messages/send", Map.of("from_peer_id", alice, "to_peer_id", "bob", "content", "x\u0000y"))
                .statusCode(422)
                .body("fields[0].field", equalTo("content"));
    }

    @Test
    void nobodyOrBothKindsOfRecipientAreRefused() {
        var content = Map.of("from_peer_id", "alice", "content", "x");
        post("/messages/send", content).statusCode(422).body("fields[0].field", equalTo("to_peer_id"));
        var both = new HashMap<>(content);
        both.put("to_peer_id", "bob");
        both.put("group_id", "group_1");
        post("/messages/send", both).statusCode(422).body("fields[0].field", equalTo("to_peer_id"));
    }

    @Test
    void whoHasLeftGetsNothingAnyMore() {
        var alice = someone("alice");
        var bob = someone("bob");
        var earlier = Map.of("from_peer_id", alice, "to_peer_id", bob, "content", "x", "message_id", someone("m"));
        post("/messages/send", earlier).statusCode(201);
        pool.preparedQuery("update known_peers set registered = false, token_generation = 1 where peer_id = $1")
                .execute(Tuple.of(bob))
                .await()
                .indefinitely();

        post("/messages/send", Map.of("from_peer_id", alice, "to_peer_id", bob, "content", "x"))
                .statusCode(410)
                .body("code", equalTo("peer_retired"));
        post("/messages/send", earlier).statusCode(201);
        send(bob, alice, "still here");
    }

    @Test
    void oneMayWriteToOneself() {
        var alice = someone("alice");
        send(alice, alice, "note");
        get("/messages/conversation/" + alice + "/" + alice).body("$", hasSize(1));
    }

    @Test
    void contentOverTheLimitIsRefusedWithAdvice() {
        var big = Map.of("from_peer_id", "alice", "to_peer_id", "bob", "content", "\u00e9".repeat(33_000));
        post("/messages/send", big).statusCode(413).body("code", equalTo("payload_too_large"));
        var limit = Map.of("from_peer_id", "alice", "to_peer_id", "bob", "content", "e".repeat(65_536));
        post("/messages/send", limit).statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "5",
                "[]",
                "\"x\"",
                "{",
                "{}",
                "{\"from_peer_id\":null,\"to_peer_id\":\"b\",\"content\":\"x\"}",
                "{\"from_peer_id\":\"a\",\"to_peer_id\":\"b\",\"content\":\"\"}",
                "{\"from_peer_id\":\"a\",\"to_peer_id\":\"b\",\"content\":{\"x\":1}}",
                "{\"from_peer_id\":\"a\",\"to_peer_id\":[\"b\"],\"content\":\"x\"}",
                "{\"from_peer_id\":\"a' or 1=1--\",\"to_peer_id\":\"b\",\"content\":\"x\"}",
                "{\"from_peer_id\":\"../a\",\"to_peer_id\":\"b\",\"content\":\"x\"}",
                "{\"from_peer_id\":\"a\",\"to_peer_id\":\"b\",\"content\":\"x\\u0000y\"}",
                "{\"from_peer_id\":\"a\",\"to_peer_id\":\"b\",\"content\":\"\\ud800\"}",
                "{\"from_peer_id\":\"a\",\"to_peer_id\":\"b\",\"content\":\"x\",\"ttl\":0}",
                "{\"from_peer_id\":\"a\",\"to_peer_id\":\"b\",\"content\":\"x\",\"ttl\":99999999999}",
                "{\"from_peer_id\":\"a\",\"to_peer_id\":\"b\",\"content\":\"x\",\"ttl\":\"soon\"}",
                "{\"from_peer_id\":\"a\",\"to_peer_id\":\"b\",\"content\":\"x\",\"encryption_algorithm\":\"\\n\"}",
                "{\"from_peer_id\":\"a\",\"to_peer_id\":\"b\",\"content\":\"x\",\"nonce\":\"\\u0007\"}",
                "{\"from_peer_id\":\"a\",\"to_peer_id\":\"b\",\"content\":\"x\",\"message_id\":\"a b\"}"
            })
    void badBodiesAreTheCallersMistake(String body) {
        var status = given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/bitchat/messages/send")
                .then()
                .contentType("application/problem+json")
                .body("code", not(emptyOrNullString()))
                .body("trace_id", not(emptyOrNullString()))
                .extract()
                .statusCode();
        assertThat(status).isIn(400, 422);
    }
}
