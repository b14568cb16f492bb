package io.bitchat.edge.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.crypto.Bytes;
import io.bitchat.edge.ConcurrentTest;
import io.bitchat.edge.adapter.AdapterListener;
import io.bitchat.edge.adapter.SendResult;
import io.bitchat.edge.uplink.UplinkAdapter;
import io.bitchat.edge.uplink.UplinkFrame;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Priority;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.Wishes;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The suite's end of uplinks with nodes behind real sockets. What it tells the suite is recorded instead of published. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SuiteAdapterTest {
    private static Vertx vertx;

    private final RecordedFacts facts = new RecordedFacts();
    private final Wakes wakes = new Wakes();
    private Delegations delegations;
    private SuiteAdapter adapter;

    @TempDir
    private Path folder;

    private final List<NodeSocket> nodes = new ArrayList<>();

    private static final class Wakes implements AdapterListener {
        final List<String> receivers = new CopyOnWriteArrayList<>();
        final AtomicInteger arrivals = new AtomicInteger();

        @Override
        public void arrived(TransportId transport) {
            arrivals.incrementAndGet();
        }

        @Override
        public void availabilityChanged(TransportId transport, boolean available) {}

        @Override
        public void receiverSeen(TransportId transport, String receiver) {
            receivers.add(receiver);
        }
    }

    @BeforeAll
    static void begin() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void end() {
        vertx.close();
    }

    @BeforeEach
    void start() throws Exception {
        delegations = Delegations.open(folder.resolve("delegations.db"));
        adapter = new SuiteAdapter(facts, new Trust(delegations, Trust.Carry.ANYONE), "suite");
        adapter.start(wakes);
    }

    @AfterEach
    void stop() throws Exception {
        adapter.stop();
        for (var node : nodes) node.close();
        delegations.close();
    }

    private NodeSocket node(String id) throws Exception {
        var node = new NodeSocket(vertx, adapter, id);
        nodes.add(node);
        soon().until(node::isWelcome);
        return node;
    }

    private void sees(NodeSocket node, String id, String peer) {
        node.sees(peer);
        soon().until(() -> !adapter.nodes().seeing(peer).isEmpty()
                && adapter.nodes().seeing(peer).getFirst().node().equals(id));
    }

    private static ConditionFactory soon() {
        return await().pollInterval(5, TimeUnit.MILLISECONDS).atMost(Duration.ofSeconds(10));
    }

    private static Message message(String sender, String id, String receiver, String type) {
        return new Message(
                new MessageKey(sender, id, receiver),
                type,
                Bytes.copyOf(new byte[] {1}),
                Instant.EPOCH,
                Duration.ofHours(1),
                Priority.NORMAL,
                Wishes.NONE,
                false);
    }

    private static Message ofSuite(String id) {
        return message("alice", id, "bob", UplinkAdapter.OF_SUITE);
    }

    private static SendResult of(CompletionStage<SendResult> sent) throws Exception {
        return sent.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private List<String> told(String... kinds) {
        return facts.told.stream()
                .filter(fact -> List.of(kinds).contains(fact.substring(0, fact.indexOf(' '))))
                .toList();
    }

    // --- to peers near nodes

    @ConcurrentTest
    void theNodeThatHasSeenThePeerLastIsTaken() throws Exception {
        var roof = node("roof");
        var cellar = node("cellar");
        sees(roof, "roof", "bob");
        sees(cellar, "cellar", "bob");
        cellar.answers(true, "");

        assertThat(of(adapter.send(ofSuite("m1"), null))).isEqualTo(new SendResult.Acknowledged());
        assertThat(cellar.messages()).containsExactly("m1");
        assertThat(roof.messages()).isEmpty();
        assertThat(told("attempted", "delivered")).containsExactly("delivered m1 mesh [cellar]");
    }

    @ConcurrentTest
    void afterItsFailureTheNextIsAndStaysTheFirst() throws Exception {
        var roof = node("roof");
        var cellar = node("cellar");
        sees(roof, "roof", "bob");
        sees(cellar, "cellar", "bob");
        cellar.answers(false, "receiver_unreachable");
        roof.answers(true, "");

        assertThat(of(adapter.send(ofSuite("m1"), null))).isEqualTo(new SendResult.Acknowledged());
        assertThat(of(adapter.send(ofSuite("m2"), null))).isEqualTo(new SendResult.Acknowledged());
        assertThat(cellar.messages()).containsExactly("m1");
        assertThat(roof.messages()).containsExactly("m1", "m2");
        assertThat(told("attempted", "delivered"))
                .containsExactly(
                        "attempted m1 cellar receiver_unreachable",
                        "delivered m1 mesh [roof]",
                        "delivered m2 mesh [roof]");
    }

    @ConcurrentTest
    void afterFourSecondsOfSilenceTheNextIs() throws Exception {
        var roof = node("roof");
        var cellar = node("cellar");
        sees(roof, "roof", "bob");
        sees(cellar, "cellar", "bob");
        roof.answers(true, "");
        long began = System.nanoTime();

        assertThat(of(adapter.send(ofSuite("m1"), null))).isEqualTo(new SendResult.Acknowledged());
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isBetween(3_900L, 8_000L);
        assertThat(told("attempted")).containsExactly("attempted m1 cellar timed_out");
        assertThat(adapter.nodes().seeing("bob").getLast().channel().unanswered())
                .isZero();
    }

    @ConcurrentTest
    void whenANodeIsLostTheNextIs() throws Exception {
        var roof = node("roof");
        var cellar = node("cellar");
        sees(roof, "roof", "bob");
        sees(cellar, "cellar", "bob");
        roof.answers(true, "");
        var sent = adapter.send(ofSuite("m1"), null);
        soon().until(() -> cellar.messages().size() == 1);
        cellar.hangUp();

        assertThat(of(sent)).isEqualTo(new SendResult.Acknowledged());
        assertThat(told("attempted")).containsExactly("attempted m1 cellar link_lost");
    }

    @ConcurrentTest
    void aMessageBehindAnotherDoesNotGoOnAlone() throws Exception {
        var roof = node("roof");
        var cellar = node("cellar");
        sees(roof, "roof", "bob");
        sees(cellar, "cellar", "bob");
        cellar.answers(false, "waits_its_turn");

        assertThat(of(adapter.send(ofSuite("m2"), ofSuite("m1").key())))
                .isEqualTo(new SendResult.Failed("waits_its_turn"));
        assertThat(roof.messages()).isEmpty();
    }

    @ConcurrentTest
    void whatNoNodeSeesIsForTheSuiteUnlessItCameFromThere() throws Exception {
        assertThat(of(adapter.send(ofSuite("m1"), null))).isEqualTo(new SendResult.Failed("no_node"));
        var plain = message("suite", "m2", "bob", "message");
        assertThat(of(adapter.send(plain, null))).isEqualTo(new SendResult.Acknowledged());
        assertThat(told("received")).containsExactly("received m2 suite");

        facts.hasBroker = false;
        assertThat(of(adapter.send(plain, null))).isEqualTo(new SendResult.Failed("no_broker"));
    }

    // --- from nodes

    @ConcurrentTest
    void whatCameFromTheSuiteIsNotTakenBackNorABroadcast() throws Exception {
        var roof = node("roof");
        roof.say(new UplinkFrame.Carries(1, ofSuite("m1"), null));
        roof.say(new UplinkFrame.Carries(2, message("roof", "m2", Message.BROADCAST, "message"), null));

        soon().until(() -> roof.results().size() == 2);
        assertThat(roof.results())
                .containsExactly(
                        new UplinkFrame.Result(1, false, "", "not_taken"),
                        new UplinkFrame.Result(2, false, "", "not_taken"));
        assertThat(adapter.receive()).isEmpty();
        assertThat(wakes.arrivals).hasValue(0);
    }

    @ConcurrentTest
    void aNodeVouchesForItselfAlone() throws Exception {
        var roof = node("roof");
        roof.say(new UplinkFrame.Carries(1, message("bob", "m1", "alice", "message"), null));
        roof.say(new UplinkFrame.Carries(
                2, message("roof", "m2", "alice", "message"), new MessageKey("roof", "m1", "alice")));
        soon().until(() -> wakes.arrivals.get() == 2);
        var first = adapter.receive().orElseThrow();
        var second = adapter.receive().orElseThrow();

        assertThat(first.message().unverified()).isTrue();
        assertThat(first.from()).isEqualTo("roof");
        assertThat(second.message().unverified()).isFalse();
        assertThat(second.after()).isEqualTo(new MessageKey("roof", "m1", "alice"));
        first.answer().accept(true);
        second.answer().accept(false);
        soon().until(() -> roof.results().size() == 2);
        assertThat(roof.results())
                .containsExactly(
                        new UplinkFrame.Result(1, true, "", ""), new UplinkFrame.Result(2, false, "", "not_taken"));
    }

    @ConcurrentTest
    void aNodeThatSendsWithoutEndLeavesRoomForOthers() throws Exception {
        var roof = node("roof");
        var cellar = node("cellar");
        int most = Arrivals.MAX_OF_NODE;
        for (int i = 0; i < most + 50; i++) {
            roof.say(new UplinkFrame.Carries(i, message("eve", "m" + i, "alice", "message"), null));
        }
        soon().until(() -> roof.results().size() == 50);
        cellar.say(new UplinkFrame.Carries(1, message("bob", "m1", "alice", "message"), null));
        soon().until(() -> wakes.arrivals.get() == most + 1);
        assertThat(cellar.results()).isEmpty();

        for (int i = 0; i < most; i++) {
            assertThat(adapter.receive().orElseThrow().from()).isEqualTo("roof");
        }
        assertThat(adapter.receive().orElseThrow().from()).isEqualTo("cellar");
        assertThat(adapter.receive()).isEmpty();
        roof.say(new UplinkFrame.Carries(9_999, message("eve", "again", "alice", "message"), null));
        soon().until(() -> wakes.arrivals.get() == most + 2);
    }

    @ConcurrentTest
    void aNodeWakesOnlyWhatIsForPeersThatItSees() throws Exception {
        var roof = node("roof");
        sees(roof, "roof", "bob");
        roof.say(new UplinkFrame.Sent(new MessageKey("alice", "m1", "carol")));
        roof.say(new UplinkFrame.Sent(new MessageKey("alice", "m1", "bob")));

        soon().until(() -> wakes.receivers.size() == 2);
        assertThat(wakes.receivers).containsExactly("bob", "bob");
    }

    @ConcurrentTest
    void aNodeThatTellsOfChangesWithoutEndIsClosedAndANewUplinkDoesNotHelpIt() throws Exception {
        var roof = node("roof");
        var flapping = new UplinkFrame.Peers(Collections.nCopies(500, "bob"), Collections.nCopies(500, "bob"));
        for (int i = 0; i < 100; i++) roof.say(flapping);
        soon().until(() -> roof.closeCode() != null);
        assertThat(roof.closeCode()).isEqualTo((short) 1_008);

        var again = node("roof");
        for (int i = 0; i < 30; i++) again.say(flapping);
        soon().until(() -> again.closeCode() != null);
        assertThat(told("online").size()).isLessThan(ChangeBudget.MOST);
        var cellar = node("cellar");
        sees(cellar, "cellar", "bob");
    }

    // --- presence

    @ConcurrentTest
    void peersThatComeAndGoAreTold() throws Exception {
        var roof = node("roof");
        sees(roof, "roof", "bob");
        sees(roof, "roof", "carol");
        roof.say(new UplinkFrame.Peers(List.of(), List.of("bob", "nobody")));
        soon().until(() -> !adapter.nodes().isSeen("bob"));
        adapter.renewPresence();
        roof.hangUp();

        soon().until(() -> adapter.nodes().size() == 0);
        soon().untilAsserted(() -> assertThat(told("online", "offline"))
                .containsExactly(
                        "online bob roof",
                        "online carol roof",
                        "offline bob roof",
                        "online carol roof",
                        "offline carol roof"));
    }

    @ConcurrentTest
    void aNewUplinkOfANodeReplacesItsOldOne() throws Exception {
        var old = node("roof");
        sees(old, "roof", "bob");
        var now = node("roof");
        soon().until(() -> old.closeCode() != null);
        assertThat(old.closeCode()).isEqualTo((short) 4_000);
        sees(now, "roof", "bob");
        now.answers(true, "");

        assertThat(of(adapter.send(ofSuite("m1"), null))).isEqualTo(new SendResult.Acknowledged());
        assertThat(now.messages()).containsExactly("m1");
        assertThat(adapter.nodes().size()).isEqualTo(1);
        // the end of the old one says nothing about the peers of the new one
        assertThat(told("online", "offline")).containsExactly("online bob roof", "offline bob roof", "online bob roof");
    }

    @ConcurrentTest
    void aStopClosesAllAndTellsIt() throws Exception {
        var roof = node("roof");
        sees(roof, "roof", "bob");
        adapter.stop();

        soon().until(() -> roof.closeCode() != null);
        assertThat(roof.closeCode()).isEqualTo((short) 1_001);
        soon().until(() -> adapter.nodes().size() == 0);
        assertThat(told("offline")).containsExactly("offline bob roof");
        assertThat(adapter.isAvailable()).isFalse();
    }
}
