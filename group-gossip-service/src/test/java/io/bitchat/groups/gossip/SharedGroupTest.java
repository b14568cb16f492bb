package io.bitchat.groups.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.bitchat.gossip.seal.GroupKey;
import io.bitchat.groups.Api;
import io.bitchat.groups.Heard;
import io.bitchat.groups.RealServers;
import io.bitchat.groups.Role;
import io.bitchat.groups.Rows;
import io.bitchat.groups.operation.Operation;
import io.bitchat.groups.site.SiteEndpoint;
import io.bitchat.groups.site.SiteFrame;
import io.bitchat.groups.site.SiteKeys;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Groups that this site shares with another one, which the test plays. */
@QuarkusTest
@RealServers
@TestProfile(TwoSites.class)
class SharedGroupTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Vertx vertx;

    @Inject
    SiteEndpoint endpoint;

    @Inject
    SiteKeys keys;

    @Inject
    GroupActors actors;

    @Inject
    Rows rows;

    private final String alice = Api.someone("alice");
    private final String bob = Api.someone("bob");
    private FarSite far;

    @BeforeEach
    void link() {
        far = new FarSite(vertx, TwoSites.FAR, endpoint.port(), keys.identity());
        await().atMost(PATIENCE).until(far::isLinked);
    }

    @AfterEach
    void unlink() {
        far.close();
        await().atMost(PATIENCE)
                .until(() -> !(boolean) Api.get("/sites").extract().path("sites[0].linked"));
    }

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
                    .containsExactly(mine, text.messageId());
            assertThat(facts.getLast().value().path("recipients")).hasSize(2);
        }
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
    void anInvitationIsTakenOnceHoweverOftenItComes() throws Exception {
        var key = GroupKey.generate(new SecureRandom());
        var group = Api.someone("group");
        var invitation = new Invitation(
                group,
                alice,
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                key,
                new Invitation.Base(
                        "Far",
                        null,
                        true,
                        List.of(new Invitation.Member(
                                alice, Role.ADMIN, Instant.now().truncatedTo(ChronoUnit.MILLIS)))),
                List.of(
                        new Invitation.Site("far", FarSite.identity(TwoSites.FAR)),
                        new Invitation.Site("near", keys.identity())));
        for (int i = 0; i < 3; i++) far.send(new SiteFrame.Invitation(invitation.encode()));

        var answer = far.next(SiteFrame.Answer.class);
        assertThat(answer).isNotNull();
        assertThat(Answer.decode(answer.json())).contains(new Answer(group, null));
        Api.get("/groups/" + group).body("name", equalTo("Far")).body("member_count", equalTo(1));
        try (var node = new FarNode(far, keys.identity(), key)) {
            node.say(text(alice, "from afar"));
            await().atMost(PATIENCE).until(() -> contents(group).equals(List.of("from afar")));
        }
    }

    @Test
    void aGroupOfTheSameIdThatIsAnotherOneIsRefused() throws Exception {
        var group = Api.group(alice);
        var invitation = new Invitation(
                group,
                bob,
                Instant.now(),
                GroupKey.generate(new SecureRandom()),
                new Invitation.Base("Stolen", null, true, List.of()),
                List.of(new Invitation.Site("far", FarSite.identity(TwoSites.FAR))));
        far.send(new SiteFrame.Invitation(invitation.encode()));

        assertThat(Answer.decode(far.next(SiteFrame.Answer.class).json())).contains(new Answer(group, "group_exists"));
        Api.get("/groups/" + group).body("name", equalTo("Team"));
    }

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

    /** The far site removes bob before it has heard what he says here. */
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

    /** What was void counts again when it turns out that its writer was back before: nobody has seen it so far. */
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

    @Test
    void onlyAnAdminSharesAndOnlyWithASiteThatIsKnown() {
        var group = Api.group(alice, bob);
        Api.postAs(bob, "/groups/" + group + "/sites", Map.of("site", FarSite.NAME))
                .statusCode(403);
        Api.postAs(alice, "/groups/" + group + "/sites", Map.of("site", "atlantis"))
                .statusCode(404);
        Api.getAs(alice, "/groups/" + group + "/sites").statusCode(200).body("", hasSize(0));
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

    private static double metric(String name) {
        return io.restassured.RestAssured.get("/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static List<Operation> changes(FarNode node) {
        return node.delivered().stream()
                .flatMap(delivery -> delivery.change().stream())
                .map(Said.Change::operation)
                .toList();
    }

    private static Said.Change change(Operation operation) {
        return new Said.Change(UUID.randomUUID(), operation);
    }

    private static Map<String, String> members(String group) {
        List<Map<String, Object>> all =
                Api.get("/groups/" + group + "/members").extract().path("");
        return all.stream().collect(Collectors.toMap(m -> (String) m.get("peer_id"), m -> (String) m.get("role")));
    }

    private Invitation share(String group) throws InterruptedException {
        Api.postAs(alice, "/groups/" + group + "/sites", Map.of("site", FarSite.NAME))
                .statusCode(200);
        while (true) {
            var frame = far.next(SiteFrame.Invitation.class);
            assertThat(frame).as("an invitation within 30 s").isNotNull();
            var invitation = Invitation.decode(frame.json()).orElseThrow();
            far.send(new SiteFrame.Answer(new Answer(invitation.groupId(), null).encode()));
            if (invitation.groupId().equals(group)) return invitation;
        }
    }

    /** Another replica writes: the actor here has to notice and to begin anew. */
    private void interrupt(String group) {
        rows.all("update group_gossip set revision = revision + 7 where group_id = $1", group);
    }

    private static Said.Text text(String from, String content) {
        var now = Instant.now();
        return new Said.Text(
                Api.someone("m"),
                from,
                content,
                "none",
                null,
                now.truncatedTo(ChronoUnit.MILLIS),
                now.truncatedTo(ChronoUnit.MICROS),
                3600,
                1);
    }

    private static List<String> contents(String group) {
        return Api.get("/groups/" + group + "/messages?limit=500").extract().path("content");
    }
}
