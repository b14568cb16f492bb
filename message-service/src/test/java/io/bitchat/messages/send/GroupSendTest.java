package io.bitchat.messages.send;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.bitchat.messages.RealServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@RealServers
@WithTestResource(GroupServiceStandIn.class)
class GroupSendTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Test
    void whatTheGroupServiceNeedsToKnowIsHandedOnAndItsAnswerIsTheAnswer() {
        given().contentType(ContentType.JSON)
                .header("Authorization", "Bearer token-of-alice")
                .header("Idempotency-Key", "k1")
                .header("X-Peer-Id", "alice")
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .body(Map.of("from_peer_id", "alice", "group_id", "open", "content", "hello", "ttl", 60))
                .post("/api/bitchat/messages/send")
                .then()
                .statusCode(201)
                .contentType(ContentType.JSON)
                .body("method", equalTo("POST"))
                .body("authorization", equalTo("Bearer token-of-alice"))
                .body("key", equalTo("k1"))
                .body("peer", equalTo("alice"))
                .body("traceparent", startsWith("00-" + TRACE + "-"))
                .body("body.from_peer_id", equalTo("alice"))
                .body("body.content", equalTo("hello"))
                .body("body.ttl", equalTo(60))
                .body("body", not(hasKey("to_peer_id")));
    }

    @Test
    void aRefusalComesBackUnchanged() {
        send("closed").statusCode(403).contentType("application/problem+json").body("code", equalTo("not_a_member"));
    }

    @Test
    void soDoesTheAdviceToComeBackLater() {
        send("busy").statusCode(503).header("Retry-After", "7").body("code", equalTo("dependency_unavailable"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"broken", "silent"})
    void noAnswerIsAProblemThatTimeMends(String group) {
        send(group)
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "2")
                .body("code", equalTo("groups_unavailable"));
    }

    @Test
    void aBodyThatNobodyCouldAcceptIsNotHandedOn() {
        given().contentType(ContentType.JSON)
                .body(Map.of("from_peer_id", "alice", "group_id", "../open", "content", "hello"))
                .post("/api/bitchat/messages/send")
                .then()
                .statusCode(422)
                .body("fields[0].field", equalTo("group_id"));
    }

    private static ValidatableResponse send(String group) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("from_peer_id", "alice", "group_id", group, "content", "hello"))
                .post("/api/bitchat/messages/send")
                .then();
    }
}
