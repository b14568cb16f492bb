package io.bitchat.groups;

import static io.bitchat.groups.Api.add;
import static io.bitchat.groups.Api.deleteAs;
import static io.bitchat.groups.Api.get;
import static io.bitchat.groups.Api.group;
import static io.bitchat.groups.Api.post;
import static io.bitchat.groups.Api.putAs;
import static io.bitchat.groups.Api.send;
import static io.bitchat.groups.Api.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class MembershipTest {
    @Inject
    Rows rows;

    private final String admin = someone("admin");
    private final String moderator = someone("moderator");
    private final String member = someone("member");
    private final String peer = someone("peer_999");

    private String fullGroup() {
        var id = group(admin, moderator, member);
        putAs(admin, path(id, moderator), Map.of("role", "moderator")).statusCode(200);
        return id;
    }

    private static String path(String group, String peerId) {
        return "/groups/" + group + "/members/" + peerId;
    }

    @Test
    void aMemberComesInWithARoleAndPlainWithoutOne() {
        var id = group(admin);

        add(admin, id, peer, "moderator")
                .statusCode(201)
                .body("id", matchesPattern("[0-9a-f-]{36}"))
                .body("group_id", equalTo(id))
                .body("peer_id", equalTo(peer))
                .body("role", equalTo("moderator"))
                .body("joined_at", matchesPattern(".*Z"))
                .body("is_active", equalTo(true))
                .body("messages_sent", equalTo(0));
        post("/groups/" + id + "/members", Map.of("peer_id", member))
                .statusCode(201)
                .body("role", equalTo("member"));
        get("/groups/" + id).body("member_count", equalTo(3));
        get("/groups/" + id + "/members").body("peer_id", contains(admin, peer, member));
    }

    @Test
    void unknownRolesAndBadPeersAreRefused() {
        var id = group(admin);
        add(admin, id, peer, "owner").statusCode(422).body("fields[0].field", equalTo("role"));
        add(admin, id, peer, "ADMIN").statusCode(422);
        add(admin, id, "a b", "member").statusCode(422);
        putAs(admin, path(id, admin), Map.of("role", "king")).statusCode(422);
        putAs(admin, path(id, admin), Map.of()).statusCode(422);
        get("/groups/" + id + "/members?include=all").statusCode(422);
        get("/groups/" + id + "/members?limit=0").statusCode(422);
    }

    @Test
    void whoIsInTheGroupCannotComeInAgain() {
        var id = group(admin, member);
        add(admin, id, member, "member").statusCode(409).body("code", equalTo("already_member"));
        add(admin, id, member, "admin").statusCode(409).body("code", equalTo("already_member"));
    }

    @Test
    void aRemovalSaysSoAndKeepsTheRow() {
        var id = group(admin, member);

        deleteAs(admin, path(id, member))
                .statusCode(200)
                .body("$", equalTo(Map.of("message", "Member " + member + " removed from group " + id)));

        var row = rows.one("select is_active, left_at from group_memberships where peer_id = $1", member);
        assertThat(row.getBoolean(0)).isFalse();
        assertThat(row.getOffsetDateTime(1)).isNotNull();
        get("/groups/" + id + "/members").body("peer_id", contains(admin));
        get("/groups/" + id + "/members?include=former")
                .body("peer_id", containsInAnyOrder(admin, member))
                .body("find { it.peer_id == '" + member + "' }.left_at", notNullValue());
        deleteAs(admin, path(id, member))
                .statusCode(404)
                .body("detail", equalTo("Member " + member + " not found in group " + id));
    }

    @Test
    void whoReturnsHasItsRowAndItsCountAgain() {
        var id = group(admin, member);
        send(id, member, "one");
        String before = get("/groups/" + id + "/members").extract().path("find { it.peer_id == '" + member + "' }.id");
        deleteAs(admin, path(id, member)).statusCode(200);

        add(admin, id, member, "moderator")
                .statusCode(201)
                .body("id", equalTo(before))
                .body("role", equalTo("moderator"))
                .body("messages_sent", equalTo(1));
        send(id, member, "two");
        get("/groups/" + id + "?include=clock").body("vector_clock['" + member + "']", equalTo(2));
    }

    @Test
    void plainMembersChangeNobodyButMayLeave() {
        var id = fullGroup();
        add(member, id, peer, "member").statusCode(403).body("code", equalTo("forbidden"));
        deleteAs(member, path(id, moderator)).statusCode(403);
        deleteAs(member, path(id, someone("ghost"))).statusCode(403);
        putAs(member, path(id, member), Map.of("role", "admin")).statusCode(403);
        deleteAs(member, path(id, member)).statusCode(200);
    }

    @Test
    void moderatorsLetPlainMembersInAndSendThemAway() {
        var id = fullGroup();
        add(moderator, id, peer, "member").statusCode(201);
        deleteAs(moderator, path(id, peer)).statusCode(200);
        deleteAs(moderator, path(id, member)).statusCode(200);
        add(moderator, id, peer, "moderator").statusCode(403);
        add(moderator, id, peer, "admin").statusCode(403);
        deleteAs(moderator, path(id, admin)).statusCode(403);
        putAs(moderator, path(id, moderator), Map.of("role", "admin")).statusCode(403);
        add(admin, id, peer, "moderator").statusCode(201);
        deleteAs(moderator, path(id, peer)).statusCode(403);
        deleteAs(moderator, path(id, moderator)).statusCode(200);
    }

    @Test
    void strangersChangeNothing() {
        var id = fullGroup();
        add(peer, id, peer, "member").statusCode(403).body("code", equalTo("not_a_member"));
        deleteAs(peer, path(id, member)).statusCode(403);
        deleteAs(peer, path(id, peer)).statusCode(403);
        putAs(peer, path(id, member), Map.of("role", "admin")).statusCode(403);
        deleteAs(peer, "/groups/" + id).statusCode(403);
    }

    @Test
    void oneAdminHasToRemain() {
        var id = fullGroup();
        deleteAs(admin, path(id, admin)).statusCode(409).body("code", equalTo("last_admin"));
        putAs(admin, path(id, admin), Map.of("role", "member")).statusCode(409).body("code", equalTo("last_admin"));
        deleteAs(null, path(id, admin)).statusCode(409);

        putAs(admin, path(id, member), Map.of("role", "admin")).statusCode(200).body("role", equalTo("admin"));
        putAs(admin, path(id, admin), Map.of("role", "member")).statusCode(200);
        deleteAs(admin, path(id, admin)).statusCode(200);
    }

    @Test
    void theLastOneOfAllMayGo() {
        var id = group(admin);
        deleteAs(admin, path(id, admin)).statusCode(200);
        get("/groups/" + id).body("member_count", equalTo(0));

        add(null, id, peer, "member").statusCode(409).body("code", equalTo("no_admin"));
        add(null, id, peer, "admin").statusCode(201);
    }

    @Test
    void theRoleThatOneHasIsNoChange() {
        var id = fullGroup();
        var version = version(id);
        putAs(admin, path(id, member), Map.of("role", "member")).statusCode(200);
        assertThat(version(id)).isEqualTo(version);
        putAs(admin, path(id, peer), Map.of("role", "member"))
                .statusCode(404)
                .body("detail", equalTo("Member " + peer + " not found in group " + id));
    }

    private long version(String id) {
        return rows.one("select version from group_chats where group_id = $1", id)
                .getLong(0);
    }
}
