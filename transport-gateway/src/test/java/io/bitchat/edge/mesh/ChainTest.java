package io.bitchat.edge.mesh;

import static io.bitchat.edge.mesh.Member.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.crypto.Bytes;
import io.bitchat.edge.adapter.Arrival;
import io.bitchat.edge.adapter.Heard;
import io.bitchat.edge.adapter.SendResult;
import io.bitchat.lan.address.Endpoint;
import io.bitchat.lan.address.Ipv4;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.lan.wire.Target;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Reach;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Messages between two nodes that hear only the one between them. Each has a multicast group of its own, and the two know
 * the address of the one between.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ChainTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Vertx vertx = Vertx.vertx();
    private final List<MeshAdapter> all = new ArrayList<>();
    private final Heard heard = new Heard();
    private MeshAdapter alice;
    private MeshAdapter bob;
    private MeshAdapter carol;

    @BeforeEach
    void link() throws Exception {
        bob = start("bob", new Heard(), List.of());
        var between = List.of(new Endpoint(Ipv4.of("127.0.0.1"), bob.node().port()));
        alice = start("alice", heard, between);
        carol = start("carol", new Heard(), between);
        await().atMost(SOON).until(() -> alice.state("carol").reach().equals(Reach.RELAYED));
        await().atMost(SOON).until(() -> carol.state("alice").reach().equals(Reach.RELAYED));
    }

    private MeshAdapter start(String id, Heard hears, List<Endpoint> contacts) throws Exception {
        var setup = LanNode.Setup.of(
                        Member.secured(id).identity,
                        new Profile(id, "", List.of("general")),
                        new LanScope.ThisMachine(),
                        OwnGroup.fresh(),
                        0)
                .withContacts(contacts);
        var adapter = new MeshAdapter(vertx, () -> setup);
        all.add(adapter);
        assertThat(of(adapter.start(hears))).isTrue();
        return adapter;
    }

    @AfterEach
    void stop() throws Exception {
        for (var adapter : all) of(adapter.stop());
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private static Message message(String sender, String id, String receiver) {
        return Message.of(new MessageKey(sender, id, receiver), Bytes.copyOf(new byte[9]), Instant.ofEpochMilli(1_000));
    }

    private static CompletableFuture<SendResult> send(MeshAdapter from, Message message) {
        return from.send(message, null).toCompletableFuture();
    }

    private static Arrival next(MeshAdapter at) {
        return await().atMost(SOON).until(at::receive, Optional::isPresent).orElseThrow();
    }

    @Test
    void aMessageToAPeerThatWasNeverHeardComesOverTheOneBetween() throws Exception {
        assertThat(alice.peer("carol")).isNull();
        assertThat(heard.receivers).contains("carol");
        var sent = send(alice, message("alice", "m1", "carol"));

        var arrival = next(carol);

        assertThat(arrival.message()).isEqualTo(message("alice", "m1", "carol"));
        assertThat(arrival.from()).isEqualTo("alice");
        arrival.answer().accept(true);
        assertThat(of(sent)).isEqualTo(new SendResult.Acknowledged());
        assertThat(bob.receive()).isEmpty();
    }

    /** The mesh goes before the uplink of another, for what is written here and for what others ask to carry. */
    @Test
    void whatIsForAPeerBehindANeighbourIsNotForTheSuite() throws Exception {
        bob.uplink(true);
        alice.uplink(true);
        await().atMost(SOON).until(() -> carol.state("somebody").reach().equals(Reach.RELAYED));
        var sent = send(carol, message("carol", "m1", "alice"));
        next(alice).answer().accept(true);
        assertThat(of(sent)).isEqualTo(new SendResult.Acknowledged());
        assertThat(bob.receive()).isEmpty();

        of(bob.node().say(Target.to(new PeerId("alice")), MeshFrame.forward(message("bob", "m2", "carol"), null)));

        await().atMost(SOON).until(() -> alice.dropped(Drop.LOCAL_RECEIVER) == 1);
        assertThat(alice.receive()).isEmpty();
    }

    @Test
    void whatIsUnderWayToAPeerThatGoesIsTriedAgainSoon() throws Exception {
        var sent = send(alice, message("alice", "m1", "carol"));
        next(carol);

        of(carol.stop());

        assertThat(of(sent)).isEqualTo(new SendResult.Failed("link_lost"));
        assertThat(alice.state("carol").reach()).isEqualTo(Reach.UNREACHABLE);
    }
}
