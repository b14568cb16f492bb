package io.bitchat.lan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.lan.network.Host;
import io.bitchat.lan.network.Lan;
import io.bitchat.lan.registry.Peer;
import io.bitchat.lan.registry.Presence;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.XorOrder;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MeshTest {
    private final Lan lan = new Lan(1);

    @Property(tries = 12)
    void allPairsHaveOneLink(@ForAll long seed, @ForAll @IntRange(min = 2, max = 12) int count) {
        var net = new Lan(seed);
        var hosts = net.start(names(count));

        net.run(Duration.ofMillis(900));

        assertThat(net.connections()).isEqualTo(count * (count - 1) / 2);
        assertThat(hosts)
                .allSatisfy(host -> assertThat(host.node().links()).hasSize(count - 1))
                .allSatisfy(
                        host -> assertThat(host.events(Event.PeerJoined.class)).hasSize(count - 1));
    }

    @Property(tries = 12)
    void aNewcomerIsFoundWithinASecondAlthoughBeaconsAreLost(@ForAll long seed) {
        var net = new Lan(seed);
        net.start(names(9));
        net.runSeconds(3);
        net.lose(0.2);

        var newcomer = net.start("x").getFirst();
        net.run(Duration.ofSeconds(1));

        assertThat(newcomer.node().links().size()).isGreaterThanOrEqualTo(7);
        net.runSeconds(8);
        assertThat(newcomer.node().links()).hasSize(9);
    }

    @Test
    void aConnectionThatOpensAfterItWasGivenUpIsClosed() {
        var node = lan.start("alice").getFirst().node();
        var late = new LinkId(true, 4_711);

        assertThat(node.handle(new Input.LinkOpened(late, null), lan.now()))
                .contains(new Effect.Close(late, CloseReason.DIAL_TIMEOUT));
    }

    @Test
    void beaconsComeEveryFiveSeconds() {
        var alice = lan.start("alice").getFirst();
        lan.runSeconds(2);
        long before = alice.node().counted(Count.BEACONS_SENT);

        lan.runSeconds(50);

        assertThat(alice.node().counted(Count.BEACONS_SENT) - before).isBetween(9L, 11L);
        assertThat(alice.node().counted(Count.BEACONS_OWN)).isGreaterThan(before);
    }

    @Test
    void aSilentPeerBecomesStaleThenSuspectThenLeavesOnce() {
        var hosts = lan.start("alice", "bob");
        lan.runSeconds(3);
        hosts.getLast().kill();
        long gone = lan.now().toEpochMilli();

        lan.runSeconds(60);

        var alice = hosts.getFirst();
        assertThat(presences(alice)).containsSubsequence(Presence.STALE, Presence.SUSPECT);
        assertThat(alice.events(Event.PeerLeft.class)).containsExactly(new Event.PeerLeft(last(alice), false));
        assertThat(alice.node().peers()).isEmpty();
        assertThat(lan.now().toEpochMilli() - gone).isEqualTo(60_000);
        assertThat(lan.connections()).isZero();
    }

    @Test
    void theAgesAreThoseOfTheTable() {
        var hosts = lan.start("alice", "bob");
        lan.runSeconds(3);
        hosts.getLast().kill();
        var alice = hosts.getFirst();
        var bob = hosts.getLast().id();

        lan.run(Duration.ofMillis(4_000)); // the last sign of life was up to 5 s ago
        assertThat(presence(alice, bob)).isEqualTo(Presence.FRESH);
        lan.run(Duration.ofMillis(6_100));
        assertThat(presence(alice, bob)).isEqualTo(Presence.STALE);
        lan.run(Duration.ofMillis(5_000));
        assertThat(presence(alice, bob)).isEqualTo(Presence.SUSPECT);
        lan.run(Duration.ofMillis(9_000));
        assertThat(presence(alice, bob)).isEqualTo(Presence.SUSPECT);
        lan.run(Duration.ofMillis(6_100));
        assertThat(alice.node().peer(bob)).isNull();
    }

    @Test
    void aPeerWhoseBeaconsAreLostStaysWhileItsLinkLives() {
        var hosts = lan.start("alice", "bob");
        lan.runSeconds(3);
        lan.lose(1);

        lan.runSeconds(120);

        assertThat(hosts.getFirst().events(Event.PeerLeft.class)).isEmpty();
        assertThat(hosts.getFirst().node().links()).hasSize(1);
        assertThat(hosts.getFirst().node().roundTrip(hosts.getLast().id())).isBetween(1L, 100L);
    }

    @Test
    void leavingIsToldAtOnceAndOnce() {
        var hosts = lan.start("alice", "bob", "carol");
        lan.runSeconds(3);

        hosts.getLast().stop();
        lan.run(Duration.ofMillis(200));

        assertThat(hosts.subList(0, 2)).allSatisfy(host -> {
            assertThat(host.events(Event.PeerLeft.class)).singleElement().satisfies(left -> assertThat(left.said())
                    .isTrue());
            assertThat(host.node().links()).hasSize(1);
        });
        lan.runSeconds(40);
        assertThat(hosts.getFirst().events(Event.PeerLeft.class)).hasSize(1);
    }

    @Test
    void aFrozenPeerLosesItsLinkAfterMissedPongs() {
        var hosts = lan.start("alice", "bob");
        lan.runSeconds(3);

        hosts.getLast().freeze(true);
        lan.runSeconds(22);

        assertThat(hosts.getFirst().node().links()).isEmpty();
        assertThat(hosts.getFirst().node().counted(Count.PONGS_MISSED)).isEqualTo(3);
        hosts.getLast().freeze(false);
        lan.runSeconds(40);
        assertThat(hosts.getFirst().node().links()).hasSize(1);
    }

    @Test
    void failedDialsComeAtGrowingDistancesUpToACap() {
        var alice = lan.add("alice");
        lan.closePorts(true);
        alice.start();
        lan.add("bob").start();

        lan.runSeconds(300);

        var times = alice.dials();
        var pauses = IntStream.range(1, times.size())
                .mapToObj(i -> times.get(i) - times.get(i - 1) - 1_000)
                .toList();
        assertThat(pauses.getFirst()).isLessThan(600L);
        assertThat(pauses.get(4)).isGreaterThan(4 * pauses.getFirst());
        assertThat(pauses).allMatch(pause -> pause <= 30_000 + Lan.TICK.toMillis());
        assertThat(pauses.getLast()).isBetween(15_000L, 30_000 + Lan.TICK.toMillis());
        assertThat(alice.node().nextDial(new PeerId("bob"))).isNotNull();
    }

    @Test
    void theLinkComesBackWhenThePortIsOpenAgain() {
        var hosts = lan.start("alice", "bob");
        lan.runSeconds(3);
        lan.closePorts(true);
        lan.runSeconds(10);
        assertThat(hosts.getFirst().node().links()).isEmpty();

        lan.closePorts(false);
        lan.runSeconds(10);

        assertThat(lan.connections()).isEqualTo(1);
    }

    @Test
    void theLargerIdDialsIfTheSmallerOneCannot() {
        lan.noDials((one, other) -> one < other);
        var hosts = lan.start("alice", "bob");

        lan.runSeconds(2);
        assertThat(hosts.getLast().dials()).isEmpty();
        lan.runSeconds(1);

        assertThat(lan.connections()).isEqualTo(1);
        assertThat(hosts.getLast().dials()).hasSize(1);
    }

    @Test
    void aPartitionHeals() {
        var hosts = lan.start(names(6));
        lan.runSeconds(3);
        lan.apart((one, other) -> one < 3 != other < 3);
        lan.runSeconds(60);
        assertThat(hosts).allSatisfy(host -> assertThat(host.node().peers()).hasSize(2));

        lan.together();
        lan.runSeconds(10);

        assertThat(lan.connections()).isEqualTo(15);
    }

    @Test
    void aRestartedPeerReplacesItsOldLink() {
        var hosts = lan.start("alice", "bob");
        lan.runSeconds(3);
        hosts.getLast().freeze(true); // the old connection stays open
        hosts.getLast().start();
        hosts.getLast().freeze(false);

        lan.runSeconds(5);

        assertThat(hosts).allSatisfy(host -> assertThat(host.node().links()).hasSize(1));
        hosts.getLast().say("again");
        lan.runSeconds(1);
        assertThat(hosts.getFirst().texts()).containsExactly("again");
    }

    @Test
    void nameStatusAndRoomsReachThePeersAtOnce() {
        var hosts = lan.start("alice", "bob");
        lan.runSeconds(3);

        hosts.getFirst().handle(new Input.Renamed("Alice"));
        hosts.getFirst().handle(new Input.StatusChanged("away"));
        hosts.getFirst().handle(new Input.RoomJoined("#dev"));
        hosts.getFirst().handle(new Input.RoomParted("general"));
        lan.run(Duration.ofMillis(100));

        var seen = hosts.getLast().node().peers().getFirst().profile();
        assertThat(seen.nick()).isEqualTo("Alice");
        assertThat(seen.status()).isEqualTo("away");
        assertThat(seen.rooms()).containsExactly("dev");
    }

    @Test
    void theOrderOfPeersIsTheSameEverywhere() {
        var hosts = lan.start("ada", "bob", "eve", "joe", "zoe");
        lan.runSeconds(3);

        var all = XorOrder.around("general", hosts.stream().map(Host::id).toList());

        assertThat(all).hasSize(5);
        for (var host : hosts) {
            assertThat(order(host))
                    .isEqualTo(all.stream().filter(id -> !id.equals(host.id())).toList());
        }
    }

    private static List<PeerId> order(Host host) {
        return host.node().peers().stream().map(Peer::id).toList();
    }

    private static Presence presence(Host at, PeerId of) {
        var peer = at.node().peer(of);
        if (peer == null) throw new AssertionError(of + " is not there");
        return peer.presence();
    }

    private static List<Presence> presences(Host host) {
        return host.events(Event.PeerChanged.class).stream()
                .map(event -> event.now().presence())
                .toList();
    }

    private static Peer last(Host host) {
        return host.events(Event.PeerChanged.class).getLast().now();
    }

    private static String[] names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "peer-" + i).toArray(String[]::new);
    }
}
