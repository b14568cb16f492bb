package io.bitchat.edge.mesh;

import static io.bitchat.edge.mesh.Member.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.crypto.Bytes;
import io.bitchat.edge.adapter.AdapterListener;
import io.bitchat.edge.adapter.Arrival;
import io.bitchat.edge.adapter.SendResult;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.lan.wire.Target;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Reach;
import io.bitchat.transport.TransportId;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages whose sender or receiver is not on the LAN, between nodes on the loopback interface. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ForwardingTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int MESSAGES = 300;
    private static final int MAX_REFUSALS = 5;

    private final Vertx vertx = Vertx.vertx();
    private final List<Station> stations = new ArrayList<>();
    private InetSocketAddress group;

    @BeforeEach
    void chooseGroup() throws Exception {
        group = OwnGroup.fresh();
    }

    @AfterEach
    void stop() throws Exception {
        for (var station : stations) of(station.mesh.stop());
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** A node with its adapter, and what that has told. */
    private final class Station implements AdapterListener, PeersListener {
        final MeshAdapter mesh;
        final List<String> presence = new CopyOnWriteArrayList<>();
        final AtomicInteger available = new AtomicInteger();

        Station(String id) throws Exception {
            var setup = LanNode.Setup.of(
                    Member.secured(id).identity,
                    new Profile(id, "", List.of("general")),
                    new LanScope.ThisMachine(),
                    group,
                    0);
            mesh = new MeshAdapter(vertx, () -> setup);
            mesh.listen(this);
            stations.add(this);
            assertThat(of(mesh.start(this))).isTrue();
        }

        CompletableFuture<SendResult> send(Message message) {
            return send(message, null);
        }

        CompletableFuture<SendResult> send(Message message, @Nullable MessageKey after) {
            return mesh.send(message, after).toCompletableFuture();
        }

        Arrival next() {
            return await().atMost(SOON)
                    .until(mesh::receive, arrival -> arrival.isPresent())
                    .orElseThrow();
        }

        void awaitReach(String receiver, Class<? extends Reach> expected) {
            await().atMost(SOON)
                    .until(() -> expected.isInstance(mesh.state(receiver).reach()));
        }

        @Override
        public void arrived(TransportId transport) {}

        @Override
        public void availabilityChanged(TransportId transport, boolean isAvailable) {
            if (isAvailable) available.incrementAndGet();
        }

        @Override
        public void receiverSeen(TransportId transport, String receiver) {}

        @Override
        public void appeared(String peer) {
            presence.add("+" + peer);
        }

        @Override
        public void vanished(String peer) {
            presence.add("-" + peer);
        }
    }

    private static Message message(String sender, String id, String receiver) {
        var text = Bytes.copyOf(id.getBytes(StandardCharsets.UTF_8));
        return Message.of(new MessageKey(sender, id, receiver), text, Instant.ofEpochMilli(1_000));
    }

    private Station[] linked(String... ids) throws Exception {
        var made = new Station[ids.length];
        for (int i = 0; i < ids.length; i++) made[i] = new Station(ids[i]);
        for (var station : made)
            await().atMost(SOON).until(() -> station.mesh.linkedPeers().size() == ids.length - 1);
        return made;
    }

    @Test
    void aMessageFromElsewhereArrivesWithItsSenderAndItsAnswerEndsTheSend() throws Exception {
        var both = linked("roof", "bob");
        var sent = both[0].send(message("alice", "m1", "bob"));

        var arrival = both[1].next();
        assertThat(arrival.message()).isEqualTo(message("alice", "m1", "bob").asUnverified());
        assertThat(arrival.from()).isEqualTo("roof");
        assertThat(sent).isNotDone();
        arrival.answer().accept(true);
        assertThat(of(sent)).isEqualTo(new SendResult.Acknowledged());

        var refused = both[0].send(message("alice", "m2", "bob"));
        both[1].next().answer().accept(false);
        assertThat(of(refused)).isEqualTo(new SendResult.Failed("refused"));
    }

    @Test
    void aMessageForElsewhereGoesToAPeerWithAnOpenUplink() throws Exception {
        var all = linked("bob", "cellar", "roof");
        assertThat(all[0].mesh.state("alice").reach()).isEqualTo(Reach.UNREACHABLE);
        int before = all[0].available.get();

        all[2].mesh.uplink(true);

        all[0].awaitReach("alice", Reach.Relayed.class);
        await().atMost(SOON).until(() -> all[0].available.get() > before);
        assertThat(all[0].mesh.state(Message.BROADCAST).reach()).isEqualTo(Reach.UNREACHABLE);
        assertThat(all[0].mesh.state("bob").reach()).isEqualTo(Reach.UNREACHABLE);
        var sent = all[0].send(message("bob", "m1", "alice"));
        var arrival = all[2].next();
        assertThat(arrival.message()).isEqualTo(message("bob", "m1", "alice"));
        assertThat(arrival.from()).isEqualTo("bob");
        arrival.answer().accept(true);
        assertThat(of(sent)).isEqualTo(new SendResult.Acknowledged());
        assertThat(all[1].mesh.receive()).isEmpty();

        all[2].mesh.uplink(false);
        all[0].awaitReach("alice", Reach.Unreachable.class);
    }

    @Test
    void whoComesLaterHearsOfAnOpenUplinkAndTheNextCarrierFollowsOneThatIsLost() throws Exception {
        var roof = new Station("roof");
        roof.mesh.uplink(true);
        var bob = new Station("bob");
        bob.awaitReach("alice", Reach.Relayed.class);
        var tower = new Station("tower");
        tower.mesh.uplink(true);
        await().atMost(SOON).until(() -> bob.mesh.linkedPeers().size() == 2);
        var sent = bob.send(message("bob", "m1", "alice"));
        assertThat(roof.next().message().key().id()).isEqualTo("m1");

        of(roof.mesh.stop());

        assertThat(of(sent)).isEqualTo(new SendResult.Failed("link_lost"));
        bob.awaitReach("alice", Reach.Relayed.class);
        var again = bob.send(message("bob", "m1", "alice"));
        tower.next().answer().accept(true);
        assertThat(of(again)).isEqualTo(new SendResult.Acknowledged());
    }

    @Test
    void theNextCarrierFollowsOneThatRefuses() throws Exception {
        var all = linked("bob", "roof", "tower");
        all[1].mesh.uplink(true);
        all[0].awaitReach("alice", Reach.Relayed.class);
        all[2].mesh.uplink(true);
        // bob has read what tower said before
        var told = all[2].send(message("tower", "t", "bob"));
        all[0].next().answer().accept(true);
        of(told);
        var refuser = refuse(all);

        // the other one, unless its link is replaced just then, as two that dial each other do in their first second
        for (int refusals = 1; ; refusals++) {
            var again = all[0].send(message("bob", "m1", "alice"));
            var taker = firstArrival(all[1], all[2]);
            boolean isOther = taker.at() != refuser;
            taker.arrival().answer().accept(isOther);
            var result = of(again);
            if (isOther) {
                assertThat(result).isEqualTo(new SendResult.Acknowledged());
                return;
            }
            assertThat(refusals).as("refusals of one, while another is there").isLessThan(MAX_REFUSALS);
        }
    }

    /** Sends a message to whichever of two peers carries it, which refuses it. */
    private static Station refuse(Station... all) throws Exception {
        var sent = all[0].send(message("bob", "m1", "alice"));
        var first = firstArrival(all[1], all[2]);
        first.arrival().answer().accept(false);
        assertThat(of(sent)).isEqualTo(new SendResult.Failed("refused"));
        return first.at();
    }

    private record Received(Station at, Arrival arrival) {}

    private static Received firstArrival(Station one, Station other) {
        return await().atMost(SOON)
                .until(
                        () -> Stream.of(one, other)
                                .flatMap(station ->
                                        station.mesh.receive().stream().map(arrival -> new Received(station, arrival)))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void onlyWhatItsSenderBringsForTheSuiteIsTaken() throws Exception {
        var both = linked("mallory", "roof");
        var mallory = both[0].mesh.node();
        var roof = both[1].mesh;
        var toRoof = Target.to(new PeerId("roof"));
        of(mallory.say(toRoof, MeshFrame.forward(message("mallory", "m1", "alice"), null)));
        await().atMost(SOON).until(() -> roof.dropped(Drop.NO_UPLINK) == 1);
        roof.uplink(true);

        of(mallory.say(toRoof, MeshFrame.forward(message("bob", "m2", "alice"), null)));
        of(mallory.say(toRoof, MeshFrame.forward(message("mallory", "m3", "mallory"), null)));
        of(mallory.say(toRoof, MeshFrame.forward(message("mallory", "m4", Message.BROADCAST), null)));
        of(mallory.say(toRoof, MeshFrame.forward(message("roof", "m5", "roof"), null)));
        of(mallory.say(toRoof, MeshFrame.of(message("mallory", "m6", "alice"), null)));
        of(mallory.say(toRoof, MeshFrame.forward(message("mallory", "m7", "alice"), null)));

        assertThat(both[1].next().message().key().id()).isEqualTo("m7");
        assertThat(roof.receive()).isEmpty();
        assertThat(roof.dropped(Drop.NOT_THE_SENDERS)).isOne();
        assertThat(roof.dropped(Drop.LOCAL_RECEIVER)).isOne();
        assertThat(roof.dropped(Drop.NO_UNICAST)).isOne();
        assertThat(roof.dropped(Drop.OWN)).isOne();
        assertThat(roof.dropped(Drop.MISDIRECTED)).isOne();
    }

    @Test
    void whatCameFromElsewhereIsNotPassedToAnUplink() throws Exception {
        var both = linked("bob", "roof");
        both[1].mesh.uplink(true);
        both[0].awaitReach("alice", Reach.Relayed.class);

        assertThat(of(both[0].send(message("carol", "m1", "alice")))).isEqualTo(new SendResult.Failed("unreachable"));
    }

    @Test
    void theAnswerOfAStrangerDoesNotEndASend() throws Exception {
        var all = linked("roof", "bob", "mallory");
        var key = new MessageKey("alice", "m1", "bob");
        var sent = all[0].send(message("alice", "m1", "bob"));
        var arrival = all[1].next();
        var mallory = all[2].mesh.node();

        of(mallory.say(Target.to(new PeerId("roof")), MeshFrame.forwardAnswer(key, true)));
        of(mallory.say(Target.to(new PeerId("roof")), MeshFrame.forwardAnswer(key, false)));
        // what mallory said before has been read when this is answered
        var after = all[2].send(message("mallory", "m2", "roof"));
        all[0].next().answer().accept(true);
        assertThat(of(after)).isEqualTo(new SendResult.Acknowledged());

        assertThat(sent).isNotDone();
        arrival.answer().accept(true);
        assertThat(of(sent)).isEqualTo(new SendResult.Acknowledged());
    }

    /** As the router does it: several in flight, each naming the one before, and again from the first that failed. */
    @Test
    void keepsTheOrderOfForwardedMessagesWhenOneIsRefused() throws Exception {
        var both = linked("bob", "roof");
        both[1].mesh.uplink(true);
        both[0].awaitReach("alice", Reach.Relayed.class);
        var got = new ArrayList<String>();
        var refuse = new AtomicInteger(1);

        int done = 0;
        int rounds = 0;
        while (done < MESSAGES) {
            int end = Math.min(MESSAGES, done + both[0].mesh.window());
            var sends = new ArrayList<CompletableFuture<SendResult>>();
            for (int i = done; i < end; i++) {
                var before = i == done ? null : new MessageKey("bob", "m" + (i - 1), "alice");
                sends.add(both[0].send(message("bob", "m" + i, "alice"), before));
            }
            take(both[1], got, refuse, sends);
            for (var send : sends) {
                if (!send.join().equals(new SendResult.Acknowledged())) break;
                done++;
            }
            rounds++;
        }

        var expected = new ArrayList<String>();
        for (int i = 0; i < MESSAGES; i++) expected.add("m" + i);
        assertThat(got).isEqualTo(expected);
        assertThat(refuse).hasValue(0);
        assertThat(rounds).isEqualTo(6); // five windows, and one for what was behind the refused message
    }

    /** Takes what comes, but message 100 once not, nor what names one before it that was not taken. */
    private static void take(
            Station at, List<String> got, AtomicInteger refuse, List<CompletableFuture<SendResult>> sends) {
        await().pollInterval(1, TimeUnit.MILLISECONDS).atMost(SOON).until(() -> {
            for (var one = at.mesh.receive(); one.isPresent(); one = at.mesh.receive()) {
                var arrival = one.get();
                var id = arrival.message().key().id();
                var after = arrival.after();
                boolean isOut = after != null && !got.contains(after.id());
                boolean isRefused = isOut || id.equals("m100") && refuse.compareAndSet(1, 0);
                if (!isRefused) got.add(id);
                arrival.answer().accept(!isRefused);
            }
            return sends.stream().allMatch(CompletableFuture::isDone);
        });
    }

    @Test
    void tellsWhichPeersAreLinked() throws Exception {
        var both = linked("roof", "bob");
        assertThat(both[0].presence).containsExactly("+bob");
        assertThat(both[0].mesh.linkedPeers()).isEqualTo(Set.of("bob"));
        var plain = Member.plain("plain").start(vertx, group, "plain");
        both[0].awaitReach("plain", Reach.Direct.class);

        of(both[1].mesh.stop());
        await().atMost(SOON).until(() -> both[0].presence.contains("-bob"));
        plain.node.close();

        assertThat(both[0].presence).containsExactly("+bob", "-bob");
        assertThat(both[0].mesh.linkedPeers()).isEmpty();
        assertThat(both[1].presence).containsExactly("+roof", "-roof");
    }
}
