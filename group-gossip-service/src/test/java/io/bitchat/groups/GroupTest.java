package io.bitchat.groups;

import static io.bitchat.groups.Api.deleteAs;
import static io.bitchat.groups.Api.get;
import static io.bitchat.groups.Api.getAs;
import static io.bitchat.groups.Api.group;
import static io.bitchat.groups.Api.patchAs;
import static io.bitchat.groups.Api.post;
import static io.bitchat.groups.Api.putAs;
import static io.bitchat.groups.Api.send;
import static io.bitchat.groups.Api.someone;
import static io.bitchat.groups.Api.trySend;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
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
class GroupTest {
    @Inject
    Rows rows;

    private final String alice = someone("alice");
    private final String bob = someone("bob");

    @Test
    void aGroupIsAnsweredAsItWasAskedForAndFoundTheSame() {
        var made = post(
                        "/groups",
                        Map.of(
                                "name",
                                "Project Team",
                                "description",
                                "Team collaboration group",
                                "created_by",
                                alice,
                                "initial_members",
                                List.of(bob, "peer_789", bob, alice)))
                .statusCode(201)
                .body("id", matchesPattern("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"))
                .body("group_id", matchesPattern("group_[0-9a-z]{20,}"))
                .body("name", equalTo("Project Team"))
                .body("description", equalTo("Team collaboration group"))
                .body("created_by", equalTo(alice))
                .body("created_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"))
                .body("is_active", equalTo(true))
                .body("member_count", equalTo(3))
                .body("message_count", equalTo(0))
                .body("vector_clock", nullValue());
        String id = made.extract().path("group_id");
        made.body("last_sync", equalTo(made.extract().path("created_at")));

        assertThat(get("/groups/" + id).statusCode(200).extract().asString())
                .isEqualTo(made.extract().asString());
        get("/groups/" + id + "?include=clock").body("vector_clock", anEmptyMap());
        get("/groups/" + id + "/members").body("find { it.peer_id == '" + alice + "' }.role", equalTo("admin"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"x\"}",
                "{\"created_by\":\"a\"}",
                "{\"name\":\"\",\"created_by\":\"a\"}",
                "{\"name\":\" \",\"created_by\":\"a\"}",
                "{\"name\":5,\"created_by\":\"a\"}",
                "{\"name\":\"x\\u0000\",\"created_by\":\"a\"}",
                "{\"name\":\"x\",\"created_by\":\"a b\"}",
                "{\"name\":\"x\",\"created_by\":\"a\",\"initial_members\":\"b\"}",
                "{\"name\":\"x\",\"created_by\":\"a\",\"initial_members\":[null]}",
                "{\"name\":\"x\",\"created_by\":\"a\",\"initial_members\":[\"' or 1=1--\"]}"
            })
    void badGroupsAreTheCallersMistake(String body) {
        given().contentType(ContentType.JSON)
                .body(body)
                .post("/api/bitchat/groups")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("code", equalTo("validation_failed"));
    }

    @Test
    void theNameHasItsLimit() {
        post("/groups", Map.of("name", "n".repeat(255), "created_by", alice)).statusCode(201);
        post("/groups", Map.of("name", "n".repeat(256), "created_by", alice)).statusCode(422);
    }

    @Test
    void twoThousandMembersAreOneGroupAndOneMoreIsRefused() {
        var members = IntStream.range(0, 2_000).mapToObj(i -> alice + "-" + i).toList();
        String id = post("/groups", Map.of("name", "Big", "created_by", alice, "initial_members", members))
                .statusCode(201)
                .body("member_count", equalTo(2_001))
                .extract()
                .path("group_id");
        get("/groups/" + id + "/members?limit=500&offset=2000").body("$", hasSize(1));
        Api.add(null, id, bob, "member").statusCode(409).body("code", equalTo("group_full"));

        var more = IntStream.range(0, 2_001).mapToObj(i -> alice + "-" + i).toList();
        post("/groups", Map.of("name", "Big", "created_by", alice, "initial_members", more))
                .statusCode(422)
                .body("fields[0].field", equalTo("initial_members"));
    }

    @Test
    void theSameKeyUsedTenTimesAtOnceMakesOneGroup() throws Exception {
        var ids = new HashSet<String>();
        try (var threads = Executors.newFixedThreadPool(10)) {
            var made = IntStream.range(0, 10)
                    .mapToObj(_ -> threads.submit(() ->
                            keyed("k1", "Team").then().statusCode(201).extract().<String>path("group_id")))
                    .toList();
            for (Future<String> one : made) ids.add(one.get());
        }

        assertThat(ids).hasSize(1);
        keyed("k1", "Other").then().statusCode(409).body("code", equalTo("idempotency_key_taken"));
        assertThat(keyed("k2", "Team").then().extract().<String>path("group_id"))
                .isNotIn(ids);
    }

    private io.restassured.response.Response keyed(String key, String name) {
        return given().contentType(ContentType.JSON)
                .header("Idempotency-Key", key)
                .body(Map.of("name", name, "created_by", alice))
                .post("/api/bitchat/groups");
    }

    @Test
    void groupsAreListedNewestFirstByWhoIsInThem() {
        var first = group(alice, bob);
        var second = group(alice);

        get("/groups?peer_id=" + alice).statusCode(200).body("group_id", contains(second, first));
        get("/groups?peer_id=" + bob).body("group_id", contains(first));
        get("/groups?peer_id=" + alice + "&limit=1&offset=1").body("group_id", contains(first));
        get("/groups?peer_id=" + someone("mallory")).body("$", empty());
        get("/groups?limit=500").body("group_id", hasItem(first));
        getAs(bob, "/groups?limit=500").body("group_id", contains(first));
        getAs(bob, "/groups?peer_id=" + alice).body("group_id", contains(first));

        deleteAs(null, "/groups/" + first + "/members/" + bob).statusCode(200);
        get("/groups?peer_id=" + bob).body("$", empty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=0", "?limit=501", "?offset=-1", "?limit=x", "?peer_id=a'b"})
    void pagesOutOfBoundsAreRefused(String query) {
        get("/groups" + query).statusCode(422).body("code", equalTo("validation_failed"));
    }

    @Test
    void unknownGroupsAre404WithTheirId() {
        for (var answer : List.of(
                get("/groups/group_nowhere"),
                get("/groups/group_nowhere/members"),
                get("/groups/group_nowhere/messages"),
                putAs(null, "/groups/group_nowhere", Map.of("name", "x")),
                deleteAs(null, "/groups/group_nowhere"),
                Api.add(null, "group_nowhere", bob, "member"),
                putAs(null, "/groups/group_nowhere/members/" + bob, Map.of("role", "admin")),
                deleteAs(null, "/groups/group_nowhere/members/" + bob),
                trySend("group_nowhere", alice, "x"),
                post("/messages/group", Map.of("group_id", "group_nowhere")))) {
            answer.statusCode(404)
                    .body("code", equalTo("not_found"))
                    .body("detail", equalTo("group 'group_nowhere' does not exist"));
        }
    }

    @Test
    void adminsAndModeratorsRenameAndPlainMembersDoNot() {
        var id = group(alice, bob);

        putAs(alice, "/groups/" + id, Map.of("name", "New"))
                .statusCode(200)
                .body("name", equalTo("New"))
                .body("description", nullValue());
        patchAs(alice, "/groups/" + id, Map.of("description", "why")).body("name", equalTo("New"));
        putAs(bob, "/groups/" + id, Map.of("name", "X")).statusCode(403).body("code", equalTo("forbidden"));
        putAs(someone("mallory"), "/groups/" + id, Map.of("name", "X"))
                .statusCode(403)
                .body("code", equalTo("not_a_member"));
        putAs(alice, "/groups/" + id + "/members/" + bob, Map.of("role", "moderator"))
                .statusCode(200);
        putAs(bob, "/groups/" + id, Map.of("name", "Bob's")).statusCode(200);
        putAs(alice, "/groups/" + id, Map.of("name", "")).statusCode(422);
        get("/groups/" + id).body("name", equalTo("Bob's")).body("description", equalTo("why"));
    }

    @Test
    void aClosedGroupTakesNothingAndCanBeReadAndLeft() {
        var id = group(alice, bob);
        send(id, bob, "before");
        deleteAs(bob, "/groups/" + id).statusCode(403);

        deleteAs(alice, "/groups/" + id).statusCode(200).body("is_active", equalTo(false));
        deleteAs(alice, "/groups/" + id).statusCode(200);

        trySend(id, bob, "after").statusCode(410).body("code", equalTo("group_inactive"));
        putAs(alice, "/groups/" + id, Map.of("name", "x")).statusCode(410);
        Api.add(alice, id, someone("carol"), "member").statusCode(410);
        putAs(alice, "/groups/" + id + "/members/" + bob, Map.of("role", "admin"))
                .statusCode(410);
        getAs(bob, "/groups/" + id + "/messages").body("content", contains("before"));
        deleteAs(bob, "/groups/" + id + "/members/" + bob).statusCode(200);
    }

    @Test
    void whoActsAndIsNotInAGroupReadsNothingOfIt() {
        var id = group(alice);
        var mallory = someone("mallory");
        for (var path : List.of("", "/members", "/messages")) {
            getAs(mallory, "/groups/" + id + path).statusCode(403).body("code", equalTo("not_a_member"));
            getAs(alice, "/groups/" + id + path).statusCode(200);
        }
        getAs("a b", "/groups/" + id).statusCode(422);
    }

    @Test
    void theTablesKeepTheirPromises() {
        var id = group(alice, bob);
        assertThatThrownBy(() -> rows.all("update group_memberships set role = 'owner' where group_id = $1", id))
                .hasMessageContaining("group_memberships_role_check");
        assertThatThrownBy(
                        () -> rows.all("update group_chats set created_by = 'nobody-at-all' where group_id = $1", id))
                .hasMessageContaining("group_chats_created_by_fkey");
        assertThatThrownBy(
                        () -> rows.all("update group_memberships set group_id = 'group_none' where group_id = $1", id))
                .hasMessageContaining("group_memberships_group_id_fkey");
        assertThatThrownBy(() ->
                        rows.all("update group_memberships set peer_id = 'nobody-at-all' where peer_id = $1", bob))
                .hasMessageContaining("group_memberships_peer_id_fkey");
        assertThat(columns("group_chats"))
                .contains("id", "group_id", "name", "description", "created_by", "created_at", "is_active")
                .contains("member_count", "message_count", "vector_clock", "last_sync");
        assertThat(columns("group_memberships"))
                .contains("id", "group_id", "peer_id", "role", "joined_at", "left_at", "is_active", "messages_sent");
    }

    private List<String> columns(String table) {
        return rows
                .all(
                        "select column_name::text from information_schema.columns where table_schema = 'groups'"
                                + " and table_name = $1",
                        table)
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    @Test
    void figuresAreThere() {
        trySend("group_nowhere", alice, "x").statusCode(404);
        send(group(alice), alice, "x");

        var figures = given().get("/metrics").asString();
        assertThat(figures)
                .contains("bitchat_groups_created_total", "bitchat_groups_messages_accepted_total")
                .contains("bitchat_groups_refused_total{code=\"not_found\"");
        given().get("/q/health/ready").then().statusCode(200).body("status", not(equalTo("DOWN")));
    }
}
