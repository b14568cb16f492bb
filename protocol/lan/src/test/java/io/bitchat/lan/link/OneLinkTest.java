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

    @ParameterizedTest(name = "new: dialled {0}, run {1}; in use: dialled {2}, run {3}, silent {4}; self dials {5}")
    @CsvSource({
        // the newer program
        "true,  7, false, 5, 0,      false, old",
        "false, 5, true,  7, 0,      true,  new",
        // two of ours: the link that the smaller id dialled stays
        "true,  5, false, 5, 0,      true,  old",
        "true,  5, false, 5, 0,      false, new",
        "false, 5, true,  5, 0,      true,  new",
        "false, 5, true,  5, 0,      false, old",
        // a plain peer: the link that it dialled stays
        "true,  0, false, 0, 0,      true,  new",
        "false, 0, true,  0, 0,      true,  old",
        "false, 0, true,  0, 0,      false, old",
        // the same direction: the older one, unless it is dead
        "true,  5, true,  5, 9000,   true,  new",
        "true,  5, true,  5, 11000,  true,  old",
        "false, 0, false, 0, 9000,   false, new",
        "false, 0, false, 0, 11000,  false, old",
    })
    void oneOfTwoGoes(
            boolean dialled,
            long run,
            boolean otherDialled,
            long otherRun,
            long silent,
            boolean selfDials,
            String loser) {
        var link = link(dialled, run, 1);
        var other = link(otherDialled, otherRun, 2);
        var rule = new OneLink(other.heard + silent, 10_000);

        assertThat(rule.loser(link, other, selfDials)).isSameAs(loser.equals("new") ? link : other);
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
