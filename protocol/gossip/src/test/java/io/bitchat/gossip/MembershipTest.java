package io.bitchat.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.gossip.network.Network;
import io.bitchat.gossip.network.Site;
import io.bitchat.gossip.wire.Frame;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private static final GossipParameters DEFAULTS = GossipParameters.defaults();
    private static final int WANTED = DEFAULTS.degree() + DEFAULTS.roaming();

    @Test
    void aNewcomerIsWelcomedWithAFrameThatItCanRead() {
        var net = new Network(1, 60, DEFAULTS.withDegree(30, 1)).startAll().run(Duration.ofSeconds(12));

        net.record();
        net.inject(new PeerId(77), 0, new Frame.Join(new Contact(new PeerId(77), "late:1")));

        assertThat(net.sent())
                .extracting(Network.Sent::frame)
                .filteredOn(Frame.ShuffleReply.class::isInstance)
                .hasSize(1);
    }

    @Test
    void aCrowdThatComesThroughOneNodeDoesNotStayWithIt() {
        var net = new Network(2, 60, DEFAULTS);
        net.start(0, List.of());
        for (int i = 1; i < 60; i++) net.start(i, net.contacts(0));

        net.run(Duration.ofSeconds(20));

        assertThat(net.node(0).active().size()).isLessThanOrEqualTo(2 * WANTED);
        assertThat(net.sites()).allSatisfy(site -> assertThat(links(site)).isPositive());
    }

    @Test
    void strangersWhoInsistDoNotGrowTheActiveViewWithoutEnd() {
        var net = new Network(3, 4, DEFAULTS).startAll().run(Duration.ofSeconds(5));

        for (int i = 1; i <= 1_000; i++) {
            var stranger = new Contact(new PeerId(1_000 + i), "many:1");
            net.inject(stranger.id(), 0, new Frame.Neighbour(stranger, true, i % 2 == 0, i));
        }

        assertThat(net.node(0).active().size()).isLessThanOrEqualTo(2 * WANTED);
    }

    @Test
    void newcomersWithoutEndAreNotAllAskedForALink() {
        var net = new Network(4, 4, DEFAULTS).startAll().run(Duration.ofSeconds(5));
        net.record();

        for (int i = 1; i <= 10_000; i++) {
            var stranger = new Contact(new PeerId(1_000 + i), "many:1");
            net.inject(stranger.id(), 0, new Frame.Join(stranger));
        }

        assertThat(net.sent())
                .extracting(Network.Sent::frame)
                .filteredOn(Frame.Neighbour.class::isInstance)
                .hasSizeLessThanOrEqualTo(2 * WANTED);
    }

    @Test
    void nobodyJoinsInAnothersName() {
        var net = new Network(5, 4, DEFAULTS).startAll().run(Duration.ofSeconds(5));

        var effects = net.inject(new PeerId(77), 0, new Frame.Join(net.contact(0)));

        assertThat(effects).isEmpty();
    }

    @Test
    void aNodeThatStopsIsReplaced() {
        var net = new Network(6, 20, DEFAULTS).startAll().run(Duration.ofSeconds(12));
        var gone = net.site(5).id();

        net.kill(5);
        net.run(Duration.ofSeconds(12));

        assertThat(net.sites().stream().filter(Site::isAlive))
                .allSatisfy(site -> assertThat(site.node().active().get(gone)).isNull())
                .allSatisfy(site -> assertThat(links(site)).isGreaterThanOrEqualTo(DEFAULTS.fanout()));
    }

    @Test
    void whoLeavesTellsItsNeighbours() {
        var net = new Network(7, 10, DEFAULTS).startAll().run(Duration.ofSeconds(12));
        var neighbours = net.node(3).active().size();

        var effects = net.node(3).handle(new Input.Left(), net.now());

        assertThat(effects.stream()
                        .filter(effect ->
                                effect instanceof Effect.Send(Contact _, var packet) && packet.head()[0] == 0x2a))
                .hasSize(neighbours);
        assertThat(net.node(3).active().size()).isZero();
    }

    private static int links(Site site) {
        return site.node().active().size();
    }
}
