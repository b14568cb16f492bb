package io.bitchat.groups;

import static io.bitchat.groups.Api.deleteAs;
import static io.bitchat.groups.Api.get;
import static io.bitchat.groups.Api.getAs;
import static io.bitchat.groups.Api.group;
import static io.bitchat.groups.Api.patchAs;
import static io.bitchat.groups.Api.putAs;
import static io.bitchat.groups.Api.send;
import static io.bitchat.groups.Api.someone;
import static io.bitchat.groups.Api.trySend;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class GroupChangeTest {
    private final String alice = someone("alice");
    private final String bob = someone("bob");

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
}
