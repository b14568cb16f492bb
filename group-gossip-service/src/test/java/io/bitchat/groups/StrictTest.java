package io.bitchat.groups;

import static io.bitchat.groups.Api.add;
import static io.bitchat.groups.Api.group;
import static io.bitchat.groups.Api.post;
import static io.bitchat.groups.Api.someone;
import static io.bitchat.groups.Api.trySend;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The service with limits and strict peers. */
@QuarkusTest
@RealServers
@TestProfile(StrictTest.Strict.class)
class StrictTest {
    /** Configuration that an operator can choose. */
    public static class Strict implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "bitchat.groups.strict-peers", "true",
                    "bitchat.rate-limit.enabled", "true");
        }
    }

    @Inject
    Rows rows;

    private String registered(String name) {
        var peerId = someone(name);
        rows.all("insert into known_peers (peer_id, registered) values ($1, true)", peerId);
        return peerId;
    }

    @Test
    void onlyPeersThatRegisteredMayBeNamed() {
        var alice = registered("alice");
        var ghost = someone("ghost");

        post("/groups", Map.of("name", "x", "created_by", ghost)).statusCode(404);
        post("/groups", Map.of("name", "x", "created_by", alice, "initial_members", List.of(ghost)))
                .statusCode(404)
                .body("detail", equalTo("peer '" + ghost + "' does not exist"));
        var id = group(alice);
        add(alice, id, ghost, "member").statusCode(404);
        add(alice, id, registered("bob"), "member").statusCode(201);
    }

    @Test
    void theSixtyFirstMessageOfAMinuteHasToWait() {
        var alice = registered("alice");
        var id = group(alice);
        for (int i = 0; i < 60; i++) trySend(id, alice, "x").statusCode(201);
        trySend(id, alice, "x")
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("rate_limited"));
    }
}
