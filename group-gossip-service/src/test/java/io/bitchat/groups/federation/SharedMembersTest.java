package io.bitchat.groups.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.bitchat.groups.Api;
import io.bitchat.groups.RealServers;
import io.bitchat.groups.Role;
import io.bitchat.groups.oplog.Operation;
import io.bitchat.testkit.Heard;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Members of a shared group, and the validity of their messages. */
@QuarkusTest
@RealServers
@TestProfile(TwoSites.class)
class SharedMembersTest extends WithFarSite {
    @Test
    void changesOfMembersAreTheSameOnBothSides() throws Exception {
        var carol = Api.someone("carol");
        var group = Api.group(alice, bob);
        var invitation = share(group);
        try (var node = new FarNode(far, keys.identity(), invitation.key())) {
            Api.add(alice, group, carol, "moderator").statusCode(201);
            await().atMost(PATIENCE).until(() -> changes(node).stream()
                    .anyMatch(operation -> operation instanceof Operation.Added added
                            && added.peerId().equals(carol)
                            && added.role() == Role.MODERATOR));
            node.say(change(new Operation.Described(Instant.now(), "Renamed", "afar")));
            node.say(change(new Operation.RoleChanged(Instant.now(), bob, Role.ADMIN)));
            node.say(change(new Operation.Removed(Instant.now(), alice, "left", 0)));

            await().atMost(PATIENCE).until(() -> members(group).equals(Map.of(bob, "admin", carol, "moderator")));
            Api.get("/groups/" + group).body("name", equalTo("Renamed")).body("member_count", equalTo(2));
            var facts = Heard.about("bitchat.groups.v1", group, 5);
            assertThat(facts)
                    .extracting(Heard.Fact::type)
                    .containsExactlyInAnyOrder("created", "member_joined", "changed", "role_changed", "member_left");
        }
    }

    /** The far site removes bob before it has received his message from here. */
    @Test
    void aRemovalBeatsWhatTheRemovedPeerSaysMeanwhile() throws Exception {
        var group = Api.group(alice, bob);
        var invitation = share(group);
        try (var node = new FarNode(far, keys.identity(), invitation.key())) {
            Api.send(group, bob, "seen");
            await().atMost(PATIENCE).until(() -> node.contents().contains("seen"));
            long cut = node.delivered().getLast().time();
            Api.send(group, bob, "unseen");
            Api.send(group, alice, "stays");
            await().atMost(PATIENCE).until(() -> node.contents().contains("stays"));
            node.say(change(new Operation.Removed(Instant.now(), bob, "removed", cut)));

            await().atMost(PATIENCE).until(() -> contents(group).equals(List.of("seen", "stays")));
            Api.get("/groups/" + group + "?include=clock")
                    .body("message_count", equalTo(2))
                    .body("vector_clock", equalTo(Map.of(alice, 1, bob, 1)));
            Api.trySend(group, bob, "late").statusCode(403);
            node.say(text(bob, "said where nobody knew"));
            node.say(change(new Operation.Added(Instant.now(), bob, Role.MEMBER)));
            await().atMost(PATIENCE).until(() -> members(group).containsKey(bob));
            Api.send(group, bob, "back");
            assertThat(contents(group)).containsExactly("seen", "stays", "back");
            Api.get("/groups/" + group + "?include=clock").body("vector_clock", equalTo(Map.of(alice, 1, bob, 2)));
        }
    }

    /** The messages exceed what one transaction places, which is 4 MiB. */
    @Test
    void muchThatCountsAfterAllIsPlacedPieceByPiece() throws Exception {
        var group = Api.group(alice, bob);
        var invitation = share(group);
        try (var node = new FarNode(far, keys.identity(), invitation.key())) {
            node.say(change(new Operation.Removed(Instant.now(), bob, "removed", 0)));
            for (int i = 0; i < 150; i++) node.say(text(bob, "x".repeat(60_000)));
            await().atMost(PATIENCE).until(() -> voided(group) == 150);
            rows.all("delete from group_operations where group_id = $1 and operation ->> 'kind' = 'removed'", group);
            node.say(change(new Operation.Added(Instant.now(), bob, Role.MEMBER)));

            await().atMost(PATIENCE).until(() -> voided(group) == 0);
            Api.get("/groups/" + group + "?include=clock")
                    .body("message_count", equalTo(150))
                    .body("vector_clock", equalTo(Map.of(bob, 150)));
            assertThat(rows.one("select max(sequence) from group_messages where group_id = $1", group)
                            .getLong(0))
                    .isEqualTo(150);
            // they still belong to the other site, so this one does not publish them again
            assertThat(rows.one(
                                    "select count(*) from group_messages where group_id = $1"
                                            + " and (hybrid_time is null or origin_site is null)",
                                    group)
                            .getLong(0))
                    .isZero();
        }
    }

    /** The state after a crash between two such transactions: no new operation concerns the writer. */
    @Test
    void whatWasNotPlacedBeforeACrashIsPlacedAfterIt() throws Exception {
        var group = Api.group(alice, bob);
        var invitation = share(group);
        try (var node = new FarNode(far, keys.identity(), invitation.key())) {
            node.say(change(new Operation.Removed(Instant.now(), bob, "removed", 0)));
            node.say(text(bob, "void so far"));
            await().atMost(PATIENCE).until(() -> voided(group) == 1);
            rows.all("delete from group_operations where group_id = $1 and operation ->> 'kind' = 'removed'", group);
            // the driving replica finds that another one has written, and starts again
            rows.all("update group_gossip set revision = revision + 1 where group_id = $1", group);
            node.say(text(alice, "what makes it write"));

            await().atMost(PATIENCE).until(() -> voided(group) == 0);
            await().atMost(PATIENCE).untilAsserted(() -> Api.get("/groups/" + group + "?include=clock")
                    .body("vector_clock", equalTo(Map.of(alice, 1, bob, 1))));
        }
    }

    private long voided(String group) {
        return rows.one("select count(*) from group_messages where group_id = $1 and voided_at is not null", group)
                .getLong(0);
    }

    /** A void message becomes valid when an earlier addition of its writer arrives; it was never shown before. */
    @Test
    void aMessageThatCountsAfterAllIsShownAndAnnounced() throws Exception {
        var group = Api.group(alice, bob);
        var invitation = share(group);
        try (var node = new FarNode(far, keys.identity(), invitation.key())) {
            node.say(change(new Operation.Removed(Instant.now(), bob, "removed", 0)));
            node.say(text(bob, "void so far"));
            await().atMost(PATIENCE)
                    .until(() -> rows.one(
                                            "select count(*) from group_messages where group_id = $1 and voided_at is not null",
                                            group)
                                    .getLong(0)
                            == 1);
            rows.all("delete from group_operations where group_id = $1 and operation ->> 'kind' = 'removed'", group);
            node.say(change(new Operation.Added(Instant.now(), bob, Role.MEMBER)));

            await().atMost(PATIENCE).until(() -> contents(group).equals(List.of("void so far")));
            assertThat(Heard.about("bitchat.group-messages.v1", group, 1)).hasSize(1);
            Api.get("/groups/" + group + "?include=clock").body("vector_clock", equalTo(Map.of(bob, 1)));
        }
    }
}
