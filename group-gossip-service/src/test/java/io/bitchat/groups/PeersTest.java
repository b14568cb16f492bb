package io.bitchat.groups;

import static io.bitchat.groups.Api.add;
import static io.bitchat.groups.Api.get;
import static io.bitchat.groups.Api.group;
import static io.bitchat.groups.Api.post;
import static io.bitchat.groups.Api.send;
import static io.bitchat.groups.Api.someone;
import static io.bitchat.groups.Api.trySend;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.bitchat.contracts.groups.GroupEvent;
import io.bitchat.contracts.peers.PeerEvent;
import io.bitchat.kit.auth.TokenGenerations;
import io.bitchat.kit.auth.VerifiedToken;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.trace.TraceContext;
import io.bitchat.testkit.Heard;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class PeersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    Rows rows;

    @Inject
    Transactions transactions;

    @Inject
    Outbox outbox;

    @Inject
    TokenGenerations generations;

    @Test
    void whoIsNamedIsAStubUntilItRegistersAndItsTokensAreKnown() {
        var alice = someone("alice");
        group(alice);
        assertThat(isRegistered(alice)).isFalse();

        tell(new PeerEvent.Retired(alice, Instant.now(), 3, "left"));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> rows.one("select token_generation from known_peers where peer_id = $1", alice)
                                .getLong(0)
                        == 3);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !generations.accepts(new VerifiedToken(alice, 2, Instant.MAX)));
    }

    @Test
    void aMemberIsNoRowUntilItSaysSomething() {
        var alice = someone("alice");
        var bob = someone("bob");
        var carol = someone("carol");
        var id = group(alice, bob);
        add(alice, id, carol, "member").statusCode(201);
        assertThat(isKnown(bob)).isFalse();
        assertThat(isKnown(carol)).isFalse();

        send(id, bob, "x");
        assertThat(isKnown(bob)).isTrue();
    }

    @Test
    void whoLeavesTheDirectoryIsNoMemberAnyMoreAndLeavesNoGroupWithoutAnAdmin() {
        var alice = someone("alice");
        var bob = someone("bob");
        var carol = someone("carol");
        var governed = group(alice, bob, carol);
        var alone = group(alice);
        var ofOthers = group(bob, alice);

        tell(new PeerEvent.Retired(alice, Instant.now(), 1, "left"));

        await().atMost(PATIENCE).untilAsserted(() -> {
            get("/groups/" + governed + "/members")
                    .body("peer_id", containsInAnyOrder(bob, carol))
                    .body("find { it.peer_id == '" + bob + "' }.role", equalTo("admin"))
                    .body("find { it.peer_id == '" + carol + "' }.role", equalTo("member"));
            get("/groups/" + alone).body("member_count", equalTo(0));
            get("/groups/" + ofOthers + "/members").body("peer_id", equalTo(List.of(bob)));
        });
        trySend(governed, alice, "x").statusCode(403);
        send(governed, bob, "x");
        assertThat(Heard.about(GroupEvent.TOPIC, governed, 3))
                .extracting(Heard.Fact::type)
                .containsExactly("created", "member_left", "role_changed");
        await().atMost(PATIENCE).until(() -> rows.all("select 1 from departures where peer_id = $1", alice)
                .isEmpty());
    }

    @Test
    void whoComesBackKeepsWhatItJoinsAfterwards() {
        var alice = someone("alice");
        var bob = someone("bob");
        var before = group(bob, alice);
        var left = Instant.now();
        var after = group(bob, alice);

        tell(new PeerEvent.Retired(alice, left, 1, "left"));
        tell(new PeerEvent.Registered(alice, left.plusMillis(1), "Alice", "key", 1, true));

        await().atMost(PATIENCE).untilAsserted(() -> get("/groups/" + before).body("member_count", equalTo(1)));
        get("/groups/" + after).body("member_count", equalTo(2));
    }

    @Test
    void whoIsLetInBeforeItsLeavingIsHeardOfIsNoMemberEither() {
        var alice = someone("alice");
        var bob = someone("bob");
        var left = Instant.now();
        var after = group(bob, alice);

        tell(new PeerEvent.Retired(alice, left, 1, "left"));

        await().atMost(PATIENCE)
                .untilAsserted(() -> get("/groups/" + after + "/members").body("peer_id", equalTo(List.of(bob))));
    }

    /** message-service refuses messages to such a peer in the same way, by the same two columns. */
    @Test
    void whoHasLeftIsLetIntoNoGroupUntilItComesBack() {
        var alice = someone("alice");
        var bob = someone("bob");
        var carol = someone("carol");
        var id = group(alice, bob);
        tell(new PeerEvent.Retired(carol, Instant.now(), 1, "left"));
        await().atMost(PATIENCE).until(() -> isKnown(carol));

        add(alice, id, carol, "member")
                .statusCode(410)
                .body("code", equalTo("peer_retired"))
                .body("detail", containsString("'" + carol + "'"));
        add(bob, id, carol, "member").statusCode(403).body("code", equalTo("forbidden"));
        post("/groups", Map.of("name", carol, "created_by", alice, "initial_members", List.of(bob, carol)))
                .statusCode(410)
                .body("code", equalTo("peer_retired"));

        get("/groups/" + id + "/members").body("peer_id", containsInAnyOrder(alice, bob));
        assertThat(rows.all("select 1 from group_memberships where peer_id = $1", carol))
                .isEmpty();
        assertThat(rows.all("select 1 from group_chats where name = $1", carol)).isEmpty();
        tell(new PeerEvent.Updated(carol, Instant.now(), "Carol", "key", 1, true));
        await().atMost(PATIENCE).until(() -> isRegistered(carol));
        add(alice, id, carol, "member").statusCode(201);
    }

    /** A repeated creation gets its first answer, and a creator that left may still create groups. */
    @Test
    void whoHasLeftTakesNothingBackThatWasMadeBefore() {
        var alice = someone("alice");
        var bob = someone("bob");
        var asked = Map.of("name", "x", "created_by", alice, "initial_members", List.of(bob));
        var key = someone("key");
        String id = postWithKey(key, asked).statusCode(201).extract().path("group_id");
        tell(new PeerEvent.Retired(bob, Instant.now(), 1, "left"));
        await().atMost(PATIENCE).until(() -> isKnown(bob));

        postWithKey(key, asked).statusCode(201).body("group_id", equalTo(id));
        assertThat(group(bob, alice)).isNotEmpty();
    }

    private static ValidatableResponse postWithKey(String key, Map<String, ?> body) {
        return given().header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(body)
                .post(Api.ROOT + "/groups")
                .then();
    }

    private boolean isKnown(String peerId) {
        return !rows.all("select 1 from known_peers where peer_id = $1", peerId).isEmpty();
    }

    private boolean isRegistered(String peerId) {
        return rows.one("select registered from known_peers where peer_id = $1", peerId)
                .getBoolean(0);
    }

    /** Publishes an event as peer-service would. */
    private void tell(PeerEvent event) {
        transactions
                .run(connection -> outbox.append(connection, List.of(new Outbox.Entry(event, TraceContext.start()))))
                .await()
                .indefinitely();
    }
}
