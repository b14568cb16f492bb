package io.bitchat.peers;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@RealServers
class DirectoryTest {
    @Inject
    Pool pool;

    private final String alice = "alice-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void registerNewPeer() {
        register(Map.of("peer_id", alice, "public_key", "abc123", "display_name", "Alice"))
                .statusCode(201)
                .body("id", notNullValue())
                .body("peer_id", equalTo(alice))
                .body("display_name", equalTo("Alice"))
                .body("is_online", equalTo(true))
                .body("trust_score", equalTo(0.5f))
                .body("messages_sent", equalTo(0))
                .body("created", equalTo(true));
    }

    /** With 10,000 peers, because the planner decides by table size. */
    @Test
    void aPeerAndThePageOfThePeersAreFoundByIndex() {
        query("insert into peers (id, peer_id, public_key, last_seen, is_online, created_at)"
                + " select gen_random_uuid(), 'filler-' || n, 'k', now() - n * interval '1 s', false, now()"
                + " from generate_series(1, 10000) n on conflict do nothing");
        query("analyze peers");
        try {
            assertThat(query("explain select * from peers where peer_id = 'filler-5000'"))
                    .contains("Index Scan using peers_peer_id_key");
            assertThat(query("explain select * from peers where retired_at is null"
                            + " order by last_seen desc, peer_id limit 100"))
                    .contains("Index Scan using peers_last_seen");
        } finally {
            query("delete from peers where peer_id like 'filler-%'");
        }
    }

    /** Keys of 8,192 characters: 500 of them would be four times the limit of a page. */
    @Test
    void aPageIsBoundedInBytesAndTheListGoesOnWhereItEnds() {
        query("insert into peers (id, peer_id, public_key, last_seen, is_online, created_at)"
                + " select gen_random_uuid(), 'long-' || n, repeat('k', 8192), now() + interval '1 hour', false, now()"
                + " from generate_series(1, 300) n");
        try {
            var seen = new java.util.ArrayList<String>();
            var next = "/api/bitchat/peers?limit=500";
            while (next != null && seen.size() < 300) {
                var answer = given().urlEncodingEnabled(false)
                        .get(next)
                        .then()
                        .statusCode(200)
                        .extract();
                assertThat(answer.asByteArray().length).isLessThan(2 << 20);
                seen.addAll(answer.jsonPath().getList("peer_id", String.class));
                var link = answer.header("Link");
                next = link == null ? null : link.substring(1, link.indexOf('>'));
            }
            assertThat(seen).doesNotHaveDuplicates();
            assertThat(seen.stream().filter(id -> id.startsWith("long-"))).hasSize(300);
        } finally {
            query("delete from peers where peer_id like 'long-%'");
        }
    }

    @Test
    void whoSkipsTooFarIsToldOfAnotherWay() {
        given().get("/api/bitchat/peers?offset=10001").then().statusCode(422).body("detail", containsString("after"));
        given().get("/api/bitchat/peers?after=nonsense").then().statusCode(422);
    }

    private String query(String sql) {
        var lines = new StringBuilder();
        pool.query(sql).executeAndAwait().forEach(row -> lines.append(row.getString(0))
                .append('\n'));
        return lines.toString();
    }

    @Test
    void updateExistingPeer() {
        String id = register(Map.of("peer_id", alice, "public_key", "abc123"))
                .extract()
                .path("id");
        String createdAt = peer().extract().path("created_at");

        register(Map.of("peer_id", alice, "public_key", "k".repeat(4096), "display_name", "A"))
                .statusCode(201)
                .body("created", equalTo(false))
                .body("id", equalTo(id))
                .body("created_at", equalTo(createdAt))
                .body("public_key", equalTo("k".repeat(4096)));
    }

    @Test
    void listAllPeersMostRecentFirst() {
        var bob = alice.replace("alice", "bob");
        var carol = alice.replace("alice", "carol");
        for (var peer : java.util.List.of(alice, bob, carol)) {
            register(Map.of("peer_id", peer, "public_key", "abc123"));
        }
        // neither the order of registration nor the alphabet
        status("{\"is_online\":true}").statusCode(200);

        var all = given().get("/api/bitchat/peers?limit=500")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(all.getList("peer_id", String.class)).containsSubsequence(alice, carol, bob);
        assertThat(all.getList("last_seen", String.class).stream().map(Instant::parse))
                .isSortedAccordingTo(Comparator.reverseOrder());
        given().get("/api/bitchat/peers?limit=1").then().body("peer_id", equalTo(java.util.List.of(alice)));
        given().get("/api/bitchat/peers?limit=1&offset=1").then().body("peer_id", equalTo(java.util.List.of(carol)));
    }

    @Test
    void filterOnlinePeers() {
        register(Map.of("peer_id", alice, "public_key", "abc123"));
        status("{\"is_online\":false}").statusCode(200);

        given().get("/api/bitchat/peers?online_only=true&limit=500").then().body("peer_id", not(hasItem(alice)));
        given().get("/api/bitchat/peers?limit=500").then().body("peer_id", hasItem(alice));
    }

    @Test
    void getSpecificPeer() {
        register(Map.of("peer_id", alice, "public_key", "abc123"));
        peer().statusCode(200).body("peer_id", equalTo(alice)).body("display_name", nullValue());
        given().get("/api/bitchat/peers/nobody").then().statusCode(404).body("code", equalTo("not_found"));
    }

    /** As a time: of a whole second the text has no fraction, and is not less than one that has. */
    private Instant lastSeen() {
        return Instant.parse(peer().extract().path("last_seen"));
    }

    @Test
    void updatePeerStatusInBothForms() {
        register(Map.of("peer_id", alice, "public_key", "abc123"));
        var seen = lastSeen();

        status("{\"is_online\":false}")
                .statusCode(200)
                .body("message", equalTo("Peer " + alice + " status updated"))
                .body("is_online", equalTo(false));
        peer().body("is_online", equalTo(false));
        assertThat(lastSeen()).isAfter(seen);

        given().put("/api/bitchat/peers/" + alice + "/status?is_online=true")
                .then()
                .statusCode(200);
        peer().body("is_online", equalTo(true));
        status("{}").statusCode(422);
        given().contentType(ContentType.JSON)
                .body("{\"is_online\":true}")
                .put("/api/bitchat/peers/nobody/status")
                .then()
                .statusCode(404);
    }

    /** There is nothing to prove: the challenge answers 404, and the peer is back once it registers again. */
    @Test
    void whoLeftWithoutAKeyThatCanSignJustRegistersAgain() {
        register(Map.of("peer_id", alice, "public_key", "abc123"));
        given().delete("/api/bitchat/peers/" + alice).then().statusCode(204);

        given().contentType(ContentType.JSON)
                .body(Map.of("peer_id", alice))
                .post("/api/bitchat/auth/challenge")
                .then()
                .statusCode(404);
        peer().statusCode(404);
        register(Map.of("peer_id", alice, "public_key", "def456"))
                .statusCode(201)
                .body("created", equalTo(false));
        peer().statusCode(200);
    }

    @Test
    void twentyRegistrationsAtOnceAreOnePeer() throws Exception {
        var ids = new HashSet<String>();
        try (var threads = Executors.newFixedThreadPool(20)) {
            var all = IntStream.range(0, 20)
                    .mapToObj(_ -> threads.submit(() -> register(Map.of("peer_id", alice, "public_key", "abc123"))
                            .statusCode(201)
                            .extract()
                            .<String>path("id")))
                    .toList();
            for (Future<String> one : all) ids.add(one.get());
        }
        assertThat(ids).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"peer_id\":\"a\"}",
                "{\"peer_id\":5,\"public_key\":\"k\"}",
                "{\"peer_id\":\"a b\",\"public_key\":\"k\"}",
                "{\"peer_id\":\"a\",\"public_key\":\"\"}",
                "{\"peer_id\":\"a\",\"public_key\":\"k\\u0000\"}",
                "{\"peer_id\":\"a\",\"public_key\":\"k\",\"display_name\":\"\\u001b[2J\"}"
            })
    void badRegistrationsNameWhatIsWrong(String body) {
        var status = given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/bitchat/peers/register")
                .then()
                .contentType("application/problem+json")
                .body("detail", not(emptyOrNullString()))
                .extract()
                .statusCode();
        assertThat(status).isIn(400, 422);
    }

    @Test
    void aMissingFieldIsNamed() {
        register(new HashMap<>())
                .statusCode(422)
                .body("fields.field", equalTo(java.util.List.of("peer_id", "public_key")));
    }

    @Test
    void pagesHaveBounds() {
        given().get("/api/bitchat/peers?limit=501").then().statusCode(422);
        given().get("/api/bitchat/peers?limit=0").then().statusCode(422);
        given().get("/api/bitchat/peers?offset=-1").then().statusCode(422);
        given().get("/api/bitchat/peers?limit=1&offset=10000")
                .then()
                .statusCode(200)
                .body("$", hasSize(0));
    }

    private ValidatableResponse register(Map<String, ?> body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/bitchat/peers/register")
                .then();
    }

    private ValidatableResponse peer() {
        return given().get("/api/bitchat/peers/" + alice).then();
    }

    private ValidatableResponse status(String body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .put("/api/bitchat/peers/" + alice + "/status")
                .then();
    }
}
