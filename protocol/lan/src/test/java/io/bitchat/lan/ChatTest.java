package io.bitchat.lan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.lan.network.Host;
import io.bitchat.lan.network.Lan;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Refusal;
import io.bitchat.lan.wire.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChatTest {
    private static final Target DEV = new Target("dev");

    private final Lan lan = new Lan(1);

    @Test
    void aLineReachesAllOnce() {
        var hosts = lan.start(names(5));
        lan.runSeconds(3);

        hosts.getFirst().say("hello");
        lan.run(Duration.ofMillis(20));

        assertThat(hosts).allSatisfy(host -> assertThat(host.texts()).containsExactly("hello"));
        assertThat(hosts.getFirst().accepted()).singleElement().satisfies(taken -> assertThat(taken.route())
                .isEqualTo(Route.LINK));
        assertThat(hosts).allSatisfy(host -> assertThat(host.node().counted(Count.RELAYED))
                .isZero());
    }

    /** Everybody talks at once, parts of the network are apart for a while, a node is killed, another one comes late. */
    @Property(tries = 10)
    void allHaveTheSameTranscriptInTheEnd(@ForAll long seed, @ForAll @IntRange(min = 3, max = 7) int count) {
        var net = new Lan(seed);
        net.lose(0.1);
        net.repeat(2);
        var random = new Random(seed);
        var hosts = new ArrayList<>(net.start(names(count)));
        net.runSeconds(2);
        talk(net, hosts, random, 10);
        net.apart((one, other) -> one % 2 != other % 2);
        talk(net, hosts, random, 20);
        net.runSeconds(20);
        net.together();
        hosts.addAll(net.start("latecomer"));
        talk(net, hosts, random, 10);
        net.runSeconds(40);

        var transcript = hosts.getFirst().transcript();

        assertThat(transcript).hasSize(40);
        assertThat(hosts).allSatisfy(host -> {
            assertThat(host.transcript()).isEqualTo(transcript);
            assertThat(host.texts()).doesNotHaveDuplicates().hasSize(40);
            assertThat(host.events(Event.LinesMissing.class)).isEmpty();
            assertSenderOrder(host);
        });
    }

    private static void talk(Lan net, List<Host> hosts, Random random, int lines) {
        for (int i = 0; i < lines; i++) {
            hosts.get(random.nextInt(hosts.size())).say(net.now() + " " + i + " " + random.nextLong());
            net.run(Duration.ofMillis(random.nextInt(120)));
        }
    }

    private static void assertSenderOrder(Host host) {
        host.delivered().stream()
                .map(effect -> effect.line().sender())
                .distinct()
                .forEach(sender -> assertThat(host.delivered().stream()
                                .map(Effect.Deliver::line)
                                .filter(line -> line.sender().equals(sender))
                                .map(line -> line.sequence()))
                        .isSorted());
    }

    @Test
    void anAnswerComesAfterItsQuestionThoughClocksAreApart() {
        var hosts = lan.start("alice", "bob", "carol");
        lan.runSeconds(3);
        var early = lan.now().minusSeconds(300);

        hosts.getFirst().say("question");
        lan.run(Duration.ofMillis(20));
        // bob's clock is 5 minutes behind
        hosts.get(1).node().handle(new Input.Ticked(), early);
        hosts.get(1)
                .node()
                .handle(new Input.Said(Target.GENERAL, "answer"), early)
                .forEach(effect -> lan.perform(hosts.get(1), effect));
        lan.run(Duration.ofMillis(20));

        assertThat(hosts.getLast().transcript()).containsExactly("question", "answer");
    }

    @Test
    void linesToARoomAreShownThereOnly() {
        var hosts = lan.start("alice", "bob", "carol");
        lan.runSeconds(3);
        hosts.getFirst().handle(new Input.RoomJoined("#dev"));
        hosts.get(1).handle(new Input.RoomJoined("dev"));

        hosts.getFirst().say(DEV, "to dev");
        lan.runSeconds(1);

        assertThat(hosts.get(1).delivered())
                .singleElement()
                .satisfies(shown -> assertThat(shown.line().target()).isEqualTo(DEV));
        assertThat(hosts.getLast().texts()).isEmpty();
        assertThat(hosts.getLast().node().transcript().lines(DEV)).hasSize(1);
        assertThat(hosts.getLast().node().transcript().lines(Target.GENERAL)).isEmpty();
    }

    @Test
    void aLineToOnePeerIsForThatPeer() {
        var hosts = lan.start("alice", "bob", "carol");
        lan.runSeconds(3);

        hosts.getFirst().say("first");
        hosts.getFirst().say(Target.to(hosts.get(1).id()), "secret");
        hosts.getFirst().say("second");
        lan.runSeconds(30);

        assertThat(hosts.get(1).texts()).containsExactly("first", "secret", "second");
        assertThat(hosts.getLast().transcript()).containsExactly("first", "second");
        assertThat(hosts.getLast().node().counted(Count.GAPS)).isZero();
    }

    @Test
    void aLineToAnAbsentPeerIsPendingUntilItComes() {
        var hosts = lan.start("alice", "carol");
        lan.runSeconds(3);
        var bob = lan.add("bob");
        lan.apart((one, other) -> true);
        lan.runSeconds(40);

        hosts.getFirst().say(Target.to(bob.id()), "welcome");
        lan.together();
        bob.start();
        lan.runSeconds(5);

        assertThat(hosts.getFirst().accepted().getFirst().route()).isEqualTo(Route.PENDING);
        assertThat(bob.texts()).containsExactly("welcome");
        assertThat(hosts.getLast().transcript()).isEmpty();
    }

    @Test
    void aChainRelaysFromEndToEnd() {
        var hosts = chain(5);

        hosts.getFirst().say("from a to e");
        hosts.getLast().say("from e to a");
        lan.run(Duration.ofMillis(100));

        assertThat(hosts)
                .allSatisfy(host -> assertThat(host.texts()).containsExactlyInAnyOrder("from a to e", "from e to a"));
        assertThat(hosts.getLast().delivered().getLast().line().stamp().hops()).isEqualTo(3);
        assertThat(hosts).allSatisfy(host -> assertThat(host.delivered()).allMatch(Effect.Deliver::verified));
    }

    @Test
    void aLineToOnePeerIsRelayedAlongAChain() {
        var hosts = chain(4);

        hosts.getFirst().say(Target.to(hosts.getLast().id()), "far");
        lan.run(Duration.ofMillis(100));

        assertThat(hosts.getFirst().accepted().getFirst().route()).isEqualTo(Route.RELAY);
        assertThat(hosts.getLast().texts()).containsExactly("far");
        assertThat(hosts.getLast().delivered().getFirst().line().stamp().hops()).isEqualTo(2);
        assertThat(hosts.subList(1, 3))
                .allSatisfy(host -> assertThat(host.transcript()).isEmpty());
    }

    @Test
    void nobodyIsBotheredWithALineToAnAbsentPeer() {
        var hosts = lan.start(names(10));
        lan.runSeconds(3);

        hosts.getFirst().say(Target.to(new PeerId("absent")), "where are you?");
        lan.runSeconds(1);

        assertThat(hosts.getFirst().accepted().getFirst().route()).isEqualTo(Route.PENDING);
        assertThat(relayed(hosts)).isZero();
    }

    @Test
    void aLineToAnAbsentPeerEndsInARing() {
        var hosts = ring(12);

        hosts.getFirst().say(Target.to(new PeerId("absent")), "where are you?");
        hosts.getFirst().say(Target.to(hosts.get(5).id()), "there you are");
        lan.runSeconds(1);

        assertThat(hosts.get(5).texts()).containsExactly("there you are");
        assertThat(relayed(hosts)).isLessThan(40);
    }

    private static long relayed(List<Host> hosts) {
        return hosts.stream()
                .mapToLong(host -> host.node().counted(Count.RELAYED))
                .sum();
    }

    private List<Host> ring(int count) {
        lan.apart((one, other) -> Math.floorMod(one - other, count) != 1 && Math.floorMod(other - one, count) != 1);
        var hosts = lan.start(names(count));
        lan.runSeconds(5);
        assertThat(lan.connections()).isEqualTo(count);
        return hosts;
    }

    private List<Host> chain(int count) {
        lan.apart((one, other) -> Math.abs(one - other) > 1);
        var hosts = lan.start(names(count));
        lan.runSeconds(5);
        assertThat(lan.connections()).isEqualTo(count - 1);
        return hosts;
    }

    @Test
    void whatAMiddleLinkHasMissedReachesTheEndOfTheChainSoon() {
        var hosts = chain(5);
        lan.apart((one, other) -> Math.abs(one - other) > 1 || Math.max(one, other) == 2);
        lan.runSeconds(5);
        hosts.getFirst().say("missed");
        lan.apart((one, other) -> Math.abs(one - other) > 1);
        while (lan.connections() < 4) lan.run(Duration.ofMillis(100));

        lan.run(Duration.ofMillis(1_500));

        assertThat(hosts).allSatisfy(host -> assertThat(host.texts()).containsExactly("missed"));
    }

    @Test
    void ofManyNeighboursOneRelays() {
        lan.apart((one, other) -> one + other == 1); // 0 and 1 cannot reach each other, the other 8 reach both
        var hosts = lan.start(names(10));
        lan.runSeconds(5);

        for (int i = 0; i < 10; i++) hosts.getFirst().say("line " + i);
        lan.run(Duration.ofMillis(100));

        assertThat(hosts.get(1).texts()).hasSize(10);
        assertThat(relayed(hosts)).isEqualTo(10);
        assertThat(hosts.get(1).node().refused(Refusal.DUPLICATE)).isZero();
    }

    @Test
    void aRingOfRelaysEnds() {
        var hosts = ring(12);

        hosts.getFirst().say("round");
        lan.runSeconds(2);

        assertThat(hosts).allSatisfy(host -> assertThat(host.texts()).containsExactly("round"));
        assertThat(relayed(hosts)).isLessThan(24);
    }

    @Test
    void aLatecomerGetsTheHistoryInOrder() {
        var hosts = lan.start("alice", "bob");
        lan.runSeconds(3);
        for (int i = 0; i < 1_000; i++) {
            hosts.get(i % 2).say("line " + i);
            lan.run(Duration.ofMillis(5));
        }

        var carol = lan.start("carol").getFirst();
        lan.runSeconds(10);

        assertThat(carol.transcript()).isEqualTo(hosts.getFirst().transcript()).hasSize(1_000);
        assertThat(carol.delivered()).allMatch(shown -> shown.line().stamp().again());
    }

    @Test
    void theHistoryIsBoundedAndWhatIsGoneIsReported() {
        var small = new Lan(1, LanParameters.defaults().withHistory(50));
        var alice = small.start("alice").getFirst();
        small.runSeconds(1);
        for (int i = 1; i <= 200; i++) alice.say("line " + i);
        assertThat(alice.transcript()).hasSize(50).startsWith("line 151");

        var bob = small.start("bob").getFirst();
        small.runSeconds(10);

        assertThat(bob.transcript()).isEqualTo(alice.transcript());
        assertThat(bob.events(Event.LinesMissing.class)).singleElement().satisfies(lost -> assertThat(lost.to())
                .isEqualTo(150));
    }

    @Test
    void aSenderThatStartsAgainIsHeardAgain() {
        var hosts = lan.start("alice", "bob");
        lan.runSeconds(3);
        hosts.getFirst().say("before");
        lan.runSeconds(1);
        hosts.getFirst().kill();
        lan.runSeconds(1);

        hosts.getFirst().start();
        lan.runSeconds(5);
        hosts.getFirst().say("after");
        lan.runSeconds(1);

        assertThat(hosts.getLast().texts()).containsExactly("before", "after");
        assertThat(hosts.getFirst().transcript()).containsExactly("before", "after");
    }

    @Test
    void whatIsTooLongOrNoTextIsRejected() {
        var alice = lan.start("alice").getFirst();

        alice.say("x".repeat(65_500));
        alice.say("\ud800");
        alice.handle(new Input.Renamed("\n"));
        alice.handle(new Input.RoomJoined("two words"));
        for (int i = 0; i < 16; i++) alice.handle(new Input.RoomJoined("room" + i));
        alice.say("x".repeat(60_000));

        assertThat(alice.rejected())
                .containsExactly(
                        Effect.Rejection.TOO_LONG,
                        Effect.Rejection.NOT_TEXT,
                        Effect.Rejection.BAD_NAME,
                        Effect.Rejection.BAD_NAME,
                        Effect.Rejection.TOO_MANY_ROOMS);
        assertThat(alice.accepted())
                .singleElement()
                .satisfies(taken -> assertThat(taken.id().sequence()).isEqualTo(1));
    }

    private static String[] names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "peer-" + i).toArray(String[]::new);
    }
}
