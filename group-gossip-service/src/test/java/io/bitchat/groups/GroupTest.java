package io.bitchat.groups;

import static io.bitchat.groups.Api.deleteAs;
import static io.bitchat.groups.Api.get;
import static io.bitchat.groups.Api.getAs;
import static io.bitchat.groups.Api.group;
import static io.bitchat.groups.Api.post;
import static io.bitchat.groups.Api.putAs;
import static io.bitchat.groups.Api.someone;
import static io.bitchat.groups.Api.trySend;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
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
    void aBadMemberIsAFaultOfTheList() {
        post("/groups", Map.of("name", "x", "created_by", alice, "initial_members", List.of("ok", "b b")))
                .statusCode(422)
                .body("fields[0].field", equalTo("initial_members"));
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
}
