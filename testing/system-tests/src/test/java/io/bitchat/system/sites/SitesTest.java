package io.bitchat.system.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.system.sites.Talk.Voice;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Socket;
import io.bitchat.system.suite.Suite;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three installations share a group, each with its own database and broker. */
@Tag("sites")
class SitesTest {
    private static final Duration CUT = Duration.ofSeconds(Boolean.getBoolean("bitchat.full") ? 30 : 10);

    private final Sites sites = Sites.shared();
    private final Suite atA = sites.atA();
    private final Suite atB = sites.atB();
    private final Suite atC = sites.atC();
    private final String alice = Client.someone("alice");
    private final String bob = Client.someone("bob");
    private final String carol = Client.someone("carol");
    private final String dave = Client.someone("dave");
    private final String erin = Client.someone("erin");

    /** Other tests share the sites. */
    @AfterEach
    void heal() {
        sites.heal();
    }

    @Test
    void whatIsWrittenWhileOneIsCutOffAndAnotherDiesIsTheSameEverywhere() throws Exception {
        try (var one = Socket.open(atA.url(), alice, "");
                var two = Socket.open(atB.url(), bob, "");
                var three = Socket.open(atC.url(), carol, "");
                var four = Socket.open(atC.url(), dave, "");
                var five = Socket.open(atB.url(), erin, "")) {
            var atSiteA = new Client(atA.url());
            var atSiteB = new Client(atB.url());
            var atSiteC = new Client(atC.url());
            var group = shared(List.of(atSiteA, atSiteB, atSiteC));
            var talk = new Talk(group);
            var voices = List.of(
                    new Voice(alice, atSiteA, one), new Voice(bob, atSiteB, two), new Voice(carol, atSiteC, three));
            var outcast = new Voice(dave, atSiteC, four);
            var newcomer = new Voice(erin, atSiteB, five);

            allSpeakTogether(talk, voices, outcast);
            sites.cutOffC();
            var before = talk.said();
            var unwanted = new HashSet<String>();
            talk.speak(voices, CUT.dividedBy(3));
            assertThat(atSiteA.call("DELETE", group + "/members/" + dave, null).status())
                    .isEqualTo(200);
            unwanted.add(talk.say(outcast));
            atB.kill("group-gossip-service");
            talk.speak(voices, CUT.dividedBy(3));
            unwanted.add(talk.say(outcast));
            atB.kill("group-gossip-service");
            talk.speak(voices, CUT.dividedBy(3));
            added(atSiteB, group, erin);
            var since = talk.said();
            talk.say(newcomer);
            hearsOfTheRemoval(atSiteB, group);
            sites.heal();
            talk.speak(voices, Duration.ofSeconds(1));

            allAgree(talk, voices, before, unwanted);
            var fromThenOn = minus(talk.said(), since);
            assertThat(talk.heard(newcomer, fromThenOn)).doesNotHaveDuplicates().containsAll(fromThenOn);
            membersAreTheSame(group, atSiteA, atSiteC);
        }
    }

    private static void allSpeakTogether(Talk talk, List<Voice> voices, Voice outcast) throws Exception {
        talk.speak(voices, Duration.ofSeconds(1));
        talk.say(outcast);
        await().atMost(Talk.PATIENCE)
                .untilAsserted(() -> assertThat(talk.history(voices.getFirst())).containsAll(talk.said()));
    }

    /** A site that was down must learn of the removal before it receives messages of the removed peer. */
    private void hearsOfTheRemoval(Client site, String group) {
        await().atMost(Talk.PATIENCE)
                .untilAsserted(
                        () -> assertThat(members(site, group)).contains(bob).doesNotContain(dave));
    }

    private void allAgree(Talk talk, List<Voice> voices, Set<String> before, Set<String> unwanted) throws Exception {
        talk.isVoid(dave, unwanted);
        talk.agree(voices);
        assertThat(talk.history(voices.getFirst())).containsAll(before).doesNotContainAnyElementsOf(unwanted);
        heardOnce(talk, voices, unwanted);
    }

    private void membersAreTheSame(String group, Client here, Client there) throws Exception {
        assertThat(members(here, group))
                .isEqualTo(members(there, group))
                .contains(erin)
                .doesNotContain(dave);
        assertThat(there.post(group + "/messages", Map.of("from_peer_id", dave, "content", "let me in"))
                        .status())
                .isEqualTo(403);
    }

    /** Only members that were cut off together with the removed peer may have received void messages. */
    private static void heardOnce(Talk talk, List<Voice> voices, Set<String> unwanted) throws Exception {
        for (var voice : voices) {
            var heard = talk.heard(voice, talk.said());
            assertThat(heard).doesNotHaveDuplicates().containsAll(talk.said());
            assertThat(minus(Set.copyOf(heard), talk.said())).isSubsetOf(unwanted);
            if (voice != voices.getLast()) assertThat(heard).doesNotContainAnyElementsOf(unwanted);
        }
    }

    private static Set<String> minus(Set<String> all, Set<String> some) {
        var rest = new HashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private static List<String> members(Client site, String group) {
        return Talk.stream(site.get(group + "/members").body())
                .map(member -> member.path("peer_id").asText())
                .sorted()
                .toList();
    }

    private static void added(Client site, String group, String peer) {
        await().atMost(Talk.PATIENCE)
                .ignoreExceptions()
                .until(() -> site.post(group + "/members", Map.of("peer_id", peer, "role", "member"))
                                .status()
                        == 201);
    }

    private String shared(List<Client> sites) {
        Sites.awaitLinks(sites.getFirst(), Set.of("b", "c"));
        Sites.awaitLinks(sites.get(1), Set.of("a", "c"));
        Sites.awaitLinks(sites.getLast(), Set.of("a", "b"));
        var made = sites.getFirst()
                .post(
                        "/groups",
                        Map.of("name", "Team", "created_by", alice, "initial_members", List.of(bob, carol, dave)));
        var group = "/groups/" + made.body().path("group_id").asText();
        for (var site : List.of("b", "c")) {
            assertThat(sites.getFirst()
                            .post(group + "/sites", Map.of("site", site))
                            .status())
                    .isEqualTo(200);
        }
        await().atMost(Talk.PATIENCE)
                .until(() -> sites.stream().allMatch(site -> site.get(group).status() == 200));
        return group;
    }
}
