package io.bitchat.groups.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import io.bitchat.contracts.messages.MessageIds;
import io.bitchat.gossip.seal.GroupKey;
import io.bitchat.groups.Api;
import io.bitchat.groups.RealServers;
import io.bitchat.groups.Role;
import io.bitchat.groups.federation.invitation.Invitation;
import io.bitchat.groups.federation.link.SiteFrame;
import io.bitchat.groups.oplog.GroupPayload;
import io.bitchat.testkit.Heard;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Messages in groups that this site shares with another one. */
@QuarkusTest
@RealServers
@TestProfile(TwoSites.class)
class SharedGroupTest extends WithFarSite {
    @Test
    void aGroupIsOfferedWithItsMembersAndWhatWasSaidInIt() throws Exception {
        var group = Api.group(alice, bob);
        Api.send(group, alice, "before");
        var invitation = share(group);

        assertThat(invitation.base().members())
                .extracting(Invitation.Member::peerId, Invitation.Member::role)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(alice, Role.ADMIN),
                        org.assertj.core.groups.Tuple.tuple(bob, Role.MEMBER));
        try (var node = new FarNode(far, keys.identity(), invitation.key())) {
            await().atMost(PATIENCE).until(() -> node.contents().equals(List.of("before")));
            Api.send(group, bob, "after");
            await().atMost(PATIENCE).until(() -> node.contents().equals(List.of("before", "after")));
        }
        Api.get("/groups/" + group + "/sites")
                .body("", hasSize(2))
                .body("find { it.site == 'far' }.state", equalTo("joined"));
    }

    @Test
    void aMessageOfTheOtherSiteHasAPlaceHereOnce() throws Exception {
        var group = Api.group(alice, bob);
        var invitation = share(group);
        try (var node = new FarNode(far, keys.identity(), invitation.key())) {
            var mine = Api.send(group, alice, "one");
            await().atMost(PATIENCE).until(() -> node.contents().contains("one"));
            var text = text(bob, "two");
            node.say(text);
            node.say(text);

            await().atMost(PATIENCE).until(() -> contents(group).equals(List.of("one", "two")));
            Api.get("/groups/" + group + "?include=clock")
                    .body("message_count", equalTo(2))
                    .body("vector_clock", equalTo(Map.of(alice, 1, bob, 1)));
            var facts = Heard.about("bitchat.group-messages.v1", group, 2);
            assertThat(facts)
                    .extracting(fact -> fact.value().path("message_id").asText())
                    .containsExactly(mine, text.identified(group).messageId());
            assertThat(facts.getLast().value().path("recipients")).hasSize(2);
        }
    }

    /** Its messages were dropped until their time had come. */
    @Test
    void aSiteWhoseClockIsWrongIsHeardAndItsTimesAreFlagged() throws Exception {
        var group = Api.group(alice, bob);
        var invitation = share(group);
        var ahead = Duration.ofMinutes(10);
        try (var node = new FarNode(far, keys.identity(), invitation.key(), ahead)) {
            var before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            node.say(at(text(bob, "from the future"), before.plus(ahead)));
            await().atMost(PATIENCE).until(() -> contents(group).contains("from the future"));
            Api.send(group, alice, "later");

            // the later one is shown later, although its time is earlier
            assertThat(contents(group)).containsExactly("from the future", "later");
            var shown = Api.get("/groups/" + group + "/messages");
            shown.body("[0].sent_at", equalTo(before.plus(ahead).toString())).body("[1].clock_skew_ms", nullValue());
            var received = Instant.parse(shown.extract().path("[0].received_at"));
            assertThat(received).isBetween(before, Instant.now());
            assertThat(shown.extract().<Integer>path("[0].clock_skew_ms")).isEqualTo((int)
                    Duration.between(received, before.plus(ahead)).toMillis());
            var facts = Heard.about("bitchat.group-messages.v1", group, 2);
            assertThat(facts.getFirst().value().path("at").asText()).isEqualTo(received.toString());
        }
    }

    private static GroupPayload.Text at(GroupPayload.Text text, Instant sentAt) {
        return new GroupPayload.Text(
                text.messageId(),
                text.key(),
                text.fromPeerId(),
                text.content(),
                text.encryptionAlgorithm(),
                text.nonce(),
                sentAt,
                sentAt,
                text.ttl(),
                text.clockEntry());
    }

    @Test
    void aSiteCannotHaveItsMessageTakeTheIdOfAnother() throws Exception {
        var group = Api.group(alice, bob);
        var other = Api.group(alice);
        var invitation = share(group);
        try (var node = new FarNode(far, keys.identity(), invitation.key())) {
            var wanted = MessageIds.keyOfId("next");
            // ids of another author, and of another group
            for (var taken :
                    List.of(MessageIds.inGroup(group, alice, wanted), MessageIds.inGroup(other, alice, wanted))) {
                node.say(named(taken, null));
                node.say(named(taken, MessageIds.keyOfId("mine")));
                node.say(named(taken, "no key"));
            }
            await().atMost(PATIENCE).until(() -> contents(group).size() == 3);

            for (var id : List.of(group, other)) {
                Api.post(
                                "/groups/" + id + "/messages",
                                Map.of("from_peer_id", alice, "content", "mine", "message_id", "next"))
                        .statusCode(201)
                        .body("message_id", equalTo(MessageIds.inGroup(id, alice, wanted)));
            }
            assertThat(contents(group)).hasSize(4).contains("mine");
            assertThat(contents(other)).containsExactly("mine");
            await().atMost(PATIENCE).until(() -> node.contents().contains("mine"));
            // every other site can compute the id of a message of this site
            assertThat(node.delivered()
                            .getLast()
                            .text()
                            .orElseThrow()
                            .identified(group)
                            .messageId())
                    .isEqualTo(MessageIds.inGroup(group, alice, wanted));
        }
    }

    /** Begins as the time of creation, and is that of the newest comparison from then on. */
    @Test
    void theTimeOfTheLastComparisonMoves() throws Exception {
        var group = Api.group(alice, bob);
        var created = time(group, "created_at");
        assertThat(time(group, "last_sync")).isEqualTo(created);
        var invitation = share(group);
        try (var node = new FarNode(far, keys.identity(), invitation.key())) {
            node.say(text(bob, "hello"));
            await().atMost(PATIENCE).until(() -> time(group, "last_sync").isAfter(created));
            var first = time(group, "last_sync");

            await().atMost(PATIENCE).until(() -> time(group, "last_sync").isAfter(first));
        }
    }

    private static Instant time(String group, String field) {
        return Instant.parse(
                Api.get("/groups/" + group).statusCode(200).extract().path(field));
    }

    private GroupPayload.Text named(String id, @Nullable String key) {
        var text = text(bob, "believe me");
        return new GroupPayload.Text(
                id,
                key,
                bob,
                text.content(),
                text.encryptionAlgorithm(),
                null,
                text.sentAt(),
                text.orderedAt(),
                text.ttl(),
                1);
    }

    @Test
    void anotherActorGoesOnWhereTheLastOneWas() throws Exception {
        var group = Api.group(alice, bob);
        var invitation = share(group);
        try (var node = new FarNode(far, keys.identity(), invitation.key())) {
            for (int i = 0; i < 30; i++) {
                Api.send(group, alice, "m" + i);
                if (i % 10 == 5) interrupt(group);
                node.say(text(bob, "f" + i));
            }

            await().atMost(PATIENCE).until(() -> node.contents().size() == 60);
            await().atMost(PATIENCE).until(() -> contents(group).size() == 60);
            assertThat(node.contents()).doesNotHaveDuplicates();
            assertThat(contents(group)).doesNotHaveDuplicates();
            assertThat(rows.one("select count(*) from group_envelopes where group_id = $1", group)
                            .getLong(0))
                    .isEqualTo(61);
        }
    }

    @Test
    void anAdminSeesHowMessagesTravelAndWhenSitesWereCompared() throws Exception {
        var group = Api.group(alice, bob);
        var invitation = share(group);
        try (var node = new FarNode(far, keys.identity(), invitation.key())) {
            node.say(text(bob, "hello"));
            await().atMost(PATIENCE).until(() -> contents(group).size() == 1);
            await().atMost(PATIENCE)
                    .until(() -> Api.getAs(alice, "/groups/" + group + "/gossip")
                                    .statusCode(200)
                                    .extract()
                                    .path("neighbours[0].last_sync")
                            != null);

            Api.getAs(alice, "/groups/" + group + "/gossip")
                    .body("driven_here", equalTo(true))
                    .body("neighbours[0].site", equalTo(FarSite.NAME))
                    .body("neighbours[0].linked", equalTo(true))
                    .body("waiting", equalTo(0))
                    .body("counts.delivered", equalTo(2));
            Api.getAs(bob, "/groups/" + group + "/gossip").statusCode(403);
            await().atMost(PATIENCE).until(() -> metric("bitchat_gossip_delivered_total") >= 2);
            node.say(new byte[] {1, 2, 3});
            far.send(new SiteFrame.Gossip(
                    GroupKey.generate(new SecureRandom()).tag(),
                    invitation.key().tag()));
            await().atMost(PATIENCE).until(() -> metric("bitchat_gossip_frames_unknown_total") >= 1);
        }
    }
}
