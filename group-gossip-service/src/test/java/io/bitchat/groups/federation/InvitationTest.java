package io.bitchat.groups.federation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.bitchat.gossip.seal.GroupKey;
import io.bitchat.groups.Api;
import io.bitchat.groups.RealServers;
import io.bitchat.groups.Role;
import io.bitchat.groups.federation.invitation.Answer;
import io.bitchat.groups.federation.invitation.Invitation;
import io.bitchat.groups.federation.link.SiteFrame;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sharing of a group by invitation. */
@QuarkusTest
@RealServers
@TestProfile(TwoSites.class)
class InvitationTest extends WithFarSite {
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
    void onlyAnAdminSharesAndOnlyWithASiteThatIsKnown() {
        var group = Api.group(alice, bob);
        Api.postAs(bob, "/groups/" + group + "/sites", Map.of("site", FarSite.NAME))
                .statusCode(403);
        Api.postAs(alice, "/groups/" + group + "/sites", Map.of("site", "atlantis"))
                .statusCode(404);
        Api.getAs(alice, "/groups/" + group + "/sites").statusCode(200).body("", hasSize(0));
    }
}
