package io.bitchat.groups;

import static io.bitchat.groups.Api.deleteAs;
import static io.bitchat.groups.Api.get;
import static io.bitchat.groups.Api.group;
import static io.bitchat.groups.Api.post;
import static io.bitchat.groups.Api.send;
import static io.bitchat.groups.Api.someone;
import static io.bitchat.groups.Api.trySend;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.bitchat.contracts.messages.MessageIds;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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
    private static final List<String> FIELDS = List.of(
            "id",
            "message_id",
            "from_peer_id",
            "to_peer_id",
            "group_id",
            "content",
            "encryption_algorithm",
            "nonce",
            "status",
            "sent_at",
            "received_at",
            "clock_skew_ms",
            "delivered_at",
            "read_at",
            "failed_reason",
            "ttl",
            "hop_count",
            "sequence",
            "cursor");

    @Inject
    Rows rows;

    private final String alice = someone("alice");
    private final String bob = someone("bob");

    @Test
    void theAnswerHasTheFieldsOfEveryMessage() {
        var id = group(alice, bob);

        Map<String, Object> answer = post(
                        "/groups/" + id + "/messages",
                        Map.of(
                                "from_peer_id", alice,
                                "content", "encrypted_message_data",
                                "encryption_algorithm", "AES-256-GCM",
                                "nonce", "random_nonce"))
                .statusCode(201)
                .header("X-Trace-Id", not(emptyOrNullString()))
                .body("group_id", equalTo(id))
                .body("to_peer_id", nullValue())
                .body("status", equalTo("sent"))
                .body("nonce", equalTo("random_nonce"))
                .body("ttl", equalTo(3600))
                .body("sequence", equalTo(1))
                .extract()
                .path("$");

        assertThat(answer).containsOnlyKeys(FIELDS);
        get("/groups/" + id).body("message_count", equalTo(1));
        get("/groups/" + id + "/members")
                .body("find { it.peer_id == '" + alice + "' }.messages_sent", equalTo(1))
                .body("find { it.peer_id == '" + bob + "' }.messages_sent", equalTo(0));
        get("/groups/" + id + "?include=clock").body("vector_clock", equalTo(Map.of(alice, 1)));
    }

    @Test
    void contentIsUnreadableInTheDatabaseAndUnchangedInTheAnswer() {
        var id = group(alice);
        var secret = "attack at dawn é世😀\nsecond line";

        var message = send(id, alice, secret);

        get("/groups/" + id + "/messages").body("[0].content", equalTo(secret));
        assertThat(rows.one("select content from group_messages where message_id = $1", message)
                        .getString(0))
                .startsWith("v1.")
                .doesNotContain("dawn");
    }

    @Test
    void onlyMembersMaySend() {
        var id = group(alice, bob);
        trySend(id, someone("mallory"), "x").statusCode(403).body("code", equalTo("not_a_member"));
        deleteAs(alice, "/groups/" + id + "/members/" + bob).statusCode(200);
        trySend(id, bob, "x").statusCode(403).body("code", equalTo("not_a_member"));
        get("/groups/" + id).body("message_count", equalTo(0));
    }

    @Test
    void aMessageIdOfTheClientMakesASendRepeatable() {
        var id = group(alice, bob);
        var body = new HashMap<String, Object>(Map.of("from_peer_id", bob, "content", "x", "message_id", someone("m")));
        var path = "/groups/" + id + "/messages";
        var first = post(path, body).statusCode(201).extract().asString();

        assertThat(post(path, body).statusCode(201).extract().asString()).isEqualTo(first);
        body.put("content", "something else");
        post(path, body).statusCode(409).body("code", equalTo("message_id_taken"));
        body.put("content", "x");
        var elsewhere = group(bob);
        post("/groups/" + elsewhere + "/messages", body)
                .statusCode(201)
                .body("message_id", equalTo(idIn(elsewhere, bob, (String) body.get("message_id"))));
        deleteAs(alice, "/groups/" + id + "/members/" + bob).statusCode(200);
        assertThat(post(path, body).statusCode(201).extract().asString()).isEqualTo(first);
        get(path).body("$", hasSize(1));
    }

    @Test
    void theSameKeySentTwentyTimesAtOnceIsOneMessage() throws Exception {
        var id = group(alice);
        var answers = new HashSet<String>();
        try (var threads = Executors.newFixedThreadPool(20)) {
            var sends = IntStream.range(0, 20)
                    .mapToObj(_ -> threads.submit(() -> given().contentType(ContentType.JSON)
                            .header("Idempotency-Key", "k1")
                            .body(Map.of("from_peer_id", alice, "content", "once"))
                            .post("/api/bitchat/groups/" + id + "/messages")
                            .then()
                            .statusCode(201)
                            .extract()
                            .asString()))
                    .toList();
            for (Future<String> sent : sends) answers.add(sent.get());
        }

        assertThat(answers).hasSize(1);
        get("/groups/" + id + "/messages").body("$", hasSize(1));
    }

    @Test
    void theSameIdSentToManyGroupsAtOnceIsAMessageInEach() throws Exception {
        var groups = IntStream.range(0, 8).mapToObj(_ -> group(alice)).toList();
        var body = Map.of("from_peer_id", alice, "content", "x", "message_id", someone("m"));
        List<Integer> statuses;
        try (var threads = Executors.newFixedThreadPool(8)) {
            var sends = groups.stream()
                    .map(id -> threads.submit(() ->
                            post("/groups/" + id + "/messages", body).extract().statusCode()))
                    .toList();
            statuses = sends.stream().map(SendTest::result).toList();
        }
        assertThat(statuses).containsOnly(201);
    }

    @Test
    void nobodyCanTakeAnIdFromSomebodyElse() {
        var id = group(alice, bob);
        var path = "/groups/" + id + "/messages";
        var chosen = someone("m");

        for (var from : List.of(bob, alice)) {
            var body = Map.of("from_peer_id", from, "content", "of " + from, "message_id", chosen);
            post(path, body).statusCode(201).body("message_id", equalTo(idIn(id, from, chosen)));
        }
        // not even by naming the id that the message will have
        var mine = idIn(id, alice, "next");
        post(path, Map.of("from_peer_id", bob, "content", "x", "message_id", mine))
                .statusCode(201)
                .body("message_id", not(mine));
        post(path, Map.of("from_peer_id", alice, "content", "y", "message_id", "next"))
                .statusCode(201)
                .body("message_id", equalTo(mine));
        get(path).body("content", equalTo(List.of("of " + bob, "of " + alice, "x", "y")));
    }

    @Test
    void whoeverWasGivenAnIdMaySendItBack() {
        var id = group(alice);
        var given = send(id, alice, "x");
        var body = new HashMap<String, Object>(Map.of("from_peer_id", alice, "content", "x", "message_id", given));

        post("/groups/" + id + "/messages", body).statusCode(201).body("message_id", equalTo(given));
        body.put("content", "y");
        post("/groups/" + id + "/messages", body).statusCode(409).body("code", equalTo("message_id_taken"));
    }

    @Test
    void aKeyInQuotesIsTheKeyWithoutThem() {
        var id = group(alice);
        var answers = new HashSet<String>();
        for (var key : List.of("k1", "\"k1\""))
            answers.add(keyed(id, key).statusCode(201).extract().asString());

        assertThat(answers).hasSize(1);
        keyed(id, "\"k1").statusCode(422);
        // an idempotency key and an equal message_id are different
        post("/groups/" + id + "/messages", Map.of("from_peer_id", alice, "content", "x", "message_id", "k1"))
                .statusCode(201)
                .body("sequence", equalTo(2));
    }

    private ValidatableResponse keyed(String group, String key) {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(Map.of("from_peer_id", alice, "content", "x"))
                .post("/api/bitchat/groups/" + group + "/messages")
                .then();
    }

    private static String idIn(String group, String from, String chosen) {
        return MessageIds.inGroup(group, from, MessageIds.keyOfId(chosen));
    }

    private static int result(Future<Integer> sent) {
        try {
            return sent.get();
        } catch (java.util.concurrent.ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void contentOverTheLimitIsRefusedWithAdvice() {
        var id = group(alice);
        trySend(id, alice, "é".repeat(33_000)).statusCode(413).body("code", equalTo("payload_too_large"));
        trySend(id, alice, "e".repeat(65_536)).statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"from_peer_id\":\"a\"}",
                "{\"from_peer_id\":\"a\",\"content\":\"\"}",
                "{\"from_peer_id\":\"a\",\"content\":5}",
                "{\"from_peer_id\":\"a b\",\"content\":\"x\"}",
                "{\"from_peer_id\":\"a\",\"content\":\"x\\u0000y\"}",
                "{\"from_peer_id\":\"a\",\"content\":\"x\",\"ttl\":0}",
                "{\"from_peer_id\":\"a\",\"content\":\"x\",\"ttl\":\"soon\"}",
                "{\"from_peer_id\":\"a\",\"content\":\"x\",\"encryption_algorithm\":\"\\n\"}",
                "{\"from_peer_id\":\"a\",\"content\":\"x\",\"message_id\":\"a b\"}"
            })
    void badBodiesAreTheCallersMistake(String body) {
        var status = given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/bitchat/groups/group_1/messages")
                .then()
                .contentType("application/problem+json")
                .extract()
                .statusCode();
        assertThat(status).isIn(400, 422);
    }
}
