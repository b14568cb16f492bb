package io.bitchat.lan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.lan.network.Host;
import io.bitchat.lan.network.Lan;
import io.bitchat.lan.network.Stranger;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.Notes;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Whom a node hears of as the peers behind its neighbours. */
class BehindTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Lan lan = new Lan(1);

    /** Whom a host was told of last. */
    private static Set<PeerId> told(Host host) {
        var told = host.events(Event.PeersBehind.class);
        return told.isEmpty() ? Set.of() : told.getLast().peers();
    }

    private List<Host> chain() {
        lan.apart((one, other) -> Math.abs(one - other) > 1);
        return lan.start("alice", "bob", "carol");
    }

    @Test
    void aPeerThatWasNeverHeardIsToldWithinASecond() {
        var hosts = chain();

        lan.run(SECOND.plusMillis(500));

        assertThat(told(hosts.get(0))).containsExactly(hosts.get(2).id());
        assertThat(told(hosts.get(1))).isEmpty();
        assertThat(told(hosts.get(2))).containsExactly(hosts.get(0).id());
        assertThat(hosts.get(0).node().peer(hosts.get(2).id())).isNull();
    }

    @Test
    void itIsToldOnceAndStaysAsLongAsTheLinks() {
        var hosts = chain();

        lan.runSeconds(120);

        assertThat(hosts.getFirst().events(Event.PeersBehind.class)).hasSize(1);
        assertThat(told(hosts.getFirst())).containsExactly(hosts.getLast().id());
    }

    @Test
    void whoLeavesIsNotBehindAnybodyAnyMore() {
        var hosts = chain();
        lan.runSeconds(3);

        hosts.getLast().stop();
        lan.run(SECOND);

        assertThat(told(hosts.getFirst())).isEmpty();
    }

    @Test
    void withTheNeighbourThoseBehindItGo() {
        var hosts = chain();
        lan.runSeconds(3);

        hosts.get(1).stop();
        lan.run(SECOND);

        assertThat(told(hosts.getFirst())).isEmpty();
    }

    @Test
    void withALinkOfItsOwnAPeerIsNotBehindAnother() {
        var hosts = chain();
        lan.runSeconds(3);

        lan.together();
        lan.runSeconds(20);

        assertThat(hosts.getFirst().node().links()).hasSize(2);
        assertThat(told(hosts.getFirst())).isEmpty();
    }

    @Test
    void inAFullMeshNothingIsTold() {
        var hosts = lan.start("alice", "bob", "carol", "dave", "erin");

        lan.runSeconds(60);

        // while links are being made, one neighbour may be ahead of others
        assertThat(hosts).allSatisfy(host -> {
            assertThat(told(host)).isEmpty();
            assertThat(host.events(Event.PeersBehind.class)).hasSizeLessThan(5);
        });
    }

    /** Whatever the network, and after it has changed. */
    @Property(tries = 30)
    void allAndOnlyThoseWithALinkToANeighbour(@ForAll long seed, @ForAll @IntRange(min = 2, max = 8) int count) {
        var net = new Lan(seed);
        net.apart(someApart(seed));
        var hosts = net.start(IntStream.range(0, count).mapToObj(i -> "p" + i).toArray(String[]::new));
        net.runSeconds(10);
        assertBehind(hosts);

        net.apart(someApart(~seed));
        net.runSeconds(60);
        assertBehind(hosts);
    }

    private static Lan.Apart someApart(long seed) {
        return (one, other) ->
                new Random(seed + 31L * Math.min(one, other) + 1_009L * Math.max(one, other)).nextInt(5) < 2;
    }

    private static void assertBehind(List<Host> hosts) {
        for (var host : hosts) {
            var linked = host.node().links();
            var expected = new HashSet<PeerId>();
            for (var other : hosts)
                if (linked.contains(other.id())) expected.addAll(other.node().links());
            linked.forEach(expected::remove);
            expected.remove(host.id());
            assertThat(told(host)).as("behind the neighbours of %s", host.id()).isEqualTo(expected);
        }
    }

    // --- neighbours that lie

    @Test
    void aNeighbourThatSaysSomethingElseAllTheTimeIsToldFourTimesPerSecond() {
        var alice = lan.start("alice").getFirst();
        var mallory = neighbour(alice, "mallory", 10);
        int before = alice.events(Event.PeersBehind.class).size();

        for (int i = 0; i < 100; i++) {
            says(mallory, List.of(new PeerId("x" + i)));
            lan.run(Duration.ofMillis(100));
        }

        assertThat(alice.events(Event.PeersBehind.class).size() - before).isBetween(20, 41);
    }

    @Test
    void aNeighbourThatNamesManyLeavesRoomForThoseOfTheOthers() {
        var alice = lan.start("alice").getFirst();
        var liars = List.of(neighbour(alice, "mallory", 10), neighbour(alice, "mike", 11));
        var bob = neighbour(alice, "bob", 12);

        for (var liar : liars) says(liar, names(liar.id() + "-", Notes.MAX_LINKS));
        var honest = names("carol", 40);
        says(bob, honest);
        lan.run(SECOND);

        assertThat(told(alice)).hasSize(LanParameters.MAX_PEERS).containsAll(honest);
    }

    @Test
    void theNodeItselfIsNotBehindItsNeighbours() {
        var alice = lan.start("alice").getFirst();
        var bob = neighbour(alice, "bob", 10);

        says(bob, List.of(alice.id(), bob.id(), new PeerId("carol")));
        lan.run(SECOND);

        assertThat(told(alice)).containsExactly(new PeerId("carol"));
    }

    private static List<PeerId> names(String prefix, int count) {
        var names = new TreeSet<PeerId>();
        for (int i = 0; i < count; i++) names.add(new PeerId(prefix + i));
        return new ArrayList<>(names);
    }

    /** Somebody who speaks as one of ours without a key. */
    private Stranger neighbour(Host host, String name, int address) {
        var stranger = new Stranger(lan, host, name, "10.0.0." + address);
        stranger.send("""
                {"type":"join","sender":"%s","timestamp":"%s","address":"10.0.0.%d:7000","run":%d,"lamport":1}
                """.formatted(name, lan.now(), address, lan.now().toEpochMilli()));
        assertThat(host.node().links()).contains(stranger.id());
        return stranger;
    }

    private void says(Stranger neighbour, List<PeerId> links) {
        neighbour.send(Line.of(Line.Type.PING, neighbour.id(), lan.now())
                .withStamp(Stamp.NONE)
                .withNotes(Notes.NONE.withLinks(links)));
    }
}
