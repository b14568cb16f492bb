package io.bitchat.system.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.KeyHolder;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Permissions of group roles, with tokens required. */
@RequiredSuite(RequiredSuite.Kind.REQUIRED)
class GroupRolesTest {
    private final Suite suite = Suite.required();
    private final Client stranger = new Client(suite.url());
    private final KeyHolder admin = KeyHolder.register(stranger, Client.someone("admin"));
    private final KeyHolder moderator = KeyHolder.register(stranger, Client.someone("moderator"));
    private final KeyHolder member = KeyHolder.register(stranger, Client.someone("member"));
    private final KeyHolder other = KeyHolder.register(stranger, Client.someone("other"));
    private final String group = madeGroup();

    private String madeGroup() {
        var made = as(admin)
                .post(
                        "/groups",
                        Map.of(
                                "name",
                                "Team",
                                "created_by",
                                admin.peerId(),
                                "initial_members",
                                List.of(moderator.peerId(), member.peerId())));
        assertThat(made.status()).isEqualTo(201);
        var id = made.body().path("group_id").asText();
        var promoted = as(admin).put(path(id, moderator), Map.of("role", "moderator"));
        assertThat(promoted.status()).isEqualTo(200);
        return id;
    }

    private static String path(String group, KeyHolder peer) {
        return "/groups/" + group + "/members/" + peer.peerId();
    }

    /** Tokens of this suite are short-lived, so each request gets its own. */
    private Client as(KeyHolder peer) {
        return new Client(suite.url(), peer.token(stranger));
    }

    private int remove(KeyHolder actor, KeyHolder peer) {
        return as(actor).call("DELETE", path(group, peer), null).status();
    }

    private int add(KeyHolder actor, KeyHolder peer, String role) {
        var body = Map.of("peer_id", peer.peerId(), "role", role);
        return as(actor).post("/groups/" + group + "/members", body).status();
    }

    @Test
    void aRoleAllowsWhatItSaysAndNoMore() {
        assertThat(remove(member, moderator)).isEqualTo(403);
        assertThat(add(member, other, "member")).isEqualTo(403);
        assertThat(add(moderator, other, "moderator")).isEqualTo(403);
        assertThat(remove(moderator, admin)).isEqualTo(403);
        assertThat(remove(admin, admin)).isEqualTo(409);
        assertThat(as(moderator).call("DELETE", "/groups/" + group, null).status())
                .isEqualTo(403);

        assertThat(add(moderator, other, "member")).isEqualTo(201);
        assertThat(remove(moderator, other)).isEqualTo(200);
        assertThat(remove(moderator, member)).isEqualTo(200);
        assertThat(remove(moderator, moderator)).isEqualTo(200);
        assertThat(as(admin).call("DELETE", "/groups/" + group, null).status()).isEqualTo(200);
        assertThat(send(admin, admin).status()).isEqualTo(410);
    }

    @Test
    void onlyMembersReadAndEverybodySendsAsItselfOnly() {
        for (var path : List.of("", "/members", "/messages")) {
            assertThat(as(other).get("/groups/" + group + path).status()).isEqualTo(403);
            assertThat(as(member).get("/groups/" + group + path).status()).isEqualTo(200);
        }
        var query = Map.of("group_id", group);
        assertThat(as(other).post("/messages/group", query).status()).isEqualTo(403);
        assertThat(as(other).get("/groups").body()).isEmpty();
        assertThat(as(other).get("/groups?peer_id=" + admin.peerId()).body()).isEmpty();
        assertThat(as(member).get("/groups").body()).hasSize(1);

        assertThat(send(other, other).body().path("code").asText()).isEqualTo("not_a_member");
        assertThat(send(member, admin).status()).isEqualTo(403);
        assertThat(send(member, member).status()).isEqualTo(201);
        var forged = Map.of("name", "Team", "created_by", admin.peerId());
        assertThat(as(other).post("/groups", forged).status()).isEqualTo(403);
    }

    @Test
    void theHeaderOfOpenModeCountsForNothing() {
        var answer = as(other).call("DELETE", path(group, member), null, "X-Peer-Id", admin.peerId());
        assertThat(answer.status()).isEqualTo(403);
        assertThat(stranger.call("DELETE", path(group, member), null, "X-Peer-Id", admin.peerId())
                        .status())
                .isEqualTo(401);
    }

    private Client.Answer send(KeyHolder caller, KeyHolder from) {
        var body = Map.of("from_peer_id", from.peerId(), "content", "x");
        return as(caller).post("/groups/" + group + "/messages", body);
    }
}
