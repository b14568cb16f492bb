package io.bitchat.lan.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.lan.LanParameters;
import io.bitchat.lan.LinkId;
import io.bitchat.lan.Turn;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.wire.PeerId;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneLinkTest {
    private static final PeerId PEER = new PeerId("peer");

    private final Turn turn = new Turn(LanParameters.defaults(), new Random(1));

    /** Columns: the new link, the link in use (who dialled it, and the run of its peer), silence, which one goes. */
    @ParameterizedTest(name = "{0}; {1}; {2}; {3}")
    @CsvSource({
        // the newer program
        "self 7, peer 5, 0, old",
        "peer 5, self 7, 0, new",
        // a plain peer: the link that it dialled stays
        "self 0, peer 0, 0, new",
        "peer 0, self 0, 0, old",
        // the same direction: the older one, unless it is dead
        "self 5, self 5, 9000, new",
        "self 5, self 5, 11000, old",
        "peer 0, peer 0, 9000, new",
        "peer 0, peer 0, 11000, old",
    })
    void oneOfTwoGoesWhoeverHasTheSmallerId(String newLink, String oldLink, long silent, String loser) {
        var link = link(newLink.startsWith("self"), run(newLink), 1);
        var other = link(oldLink.startsWith("self"), run(oldLink), 2);
        var rule = new OneLink(other.heard + silent, 10_000);
        var expected = loser.equals("new") ? link : other;

        assertThat(rule.loser(link, other, true)).isSameAs(expected);
        assertThat(rule.loser(link, other, false)).isSameAs(expected);
    }

    @ParameterizedTest
    @CsvSource({"self, true, old", "self, false, new", "peer, true, new", "peer, false, old"})
    void ofTwoOfOursTheLinkThatTheSmallerIdDialledStays(String newLink, boolean selfDials, String loser) {
        boolean dialled = newLink.equals("self");
        var link = link(dialled, 5, 1);
        var other = link(!dialled, 5, 2);

        assertThat(new OneLink(0, 10_000).loser(link, other, selfDials)).isSameAs(loser.equals("new") ? link : other);
    }

    private static long run(String link) {
        return Long.parseLong(link.substring(5));
    }

    /** What is dialled for one side is accepted for the other. */
    @ParameterizedTest
    @CsvSource({"true, 5", "false, 5"})
    void bothSidesChooseTheSame(boolean selfDials, long run) {
        var rule = new OneLink(0, 10_000);
        var mine = link(true, run, 1);
        var accepted = link(false, run, 2);
        var theirs = link(true, run, 2);
        var dialledHere = link(false, run, 1);

        var here = rule.loser(mine, accepted, selfDials);
        var there = rule.loser(theirs, dialledHere, !selfDials);

        assertThat(here.id().number()).isEqualTo(there.id().number());
    }

    private Link link(boolean dialled, long run, long number) {
        var id = new LinkId(dialled, number);
        var host = Ipv4.of("10.0.0.2");
        var link = dialled ? Link.dialled(id, PEER, host, turn) : Link.accepted(id, host, turn);
        link.run = run;
        return link;
    }
}
