package io.bitchat.edge.mesh;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.Ed25519KeyPair;
import io.bitchat.edge.adapter.AdapterListener;
import io.bitchat.edge.adapter.SendResult;
import io.bitchat.lan.Identity;
import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.Notes;
import io.bitchat.lan.wire.PeerId;
import io.bitchat.lan.wire.Profile;
import io.bitchat.lan.wire.Stamp;
import io.bitchat.lan.wire.Target;
import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.TransportId;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeshAdapterTest implements AdapterListener {
    private static final MessageKey KEY = new MessageKey("roof", "m1", "cellar");

    private final Vertx vertx = Vertx.vertx();
    private InetSocketAddress group;

    @BeforeEach
    void chooseGroup() throws Exception {
        group = OwnGroup.fresh();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void onlyASignedAnswerOfTheReceiverEndsASend() throws Exception {
        var adapter = new MeshAdapter(vertx, () -> setup(0));
        assertThat(adapter.start(this).toCompletableFuture().get(20, SECONDS)).isTrue();
        var sent = adapter.send(Message.of(KEY, Bytes.copyOf(new byte[9]), Instant.now()), null)
                .toCompletableFuture();

        adapter.delivered(answerOf("cellar"), false);
        adapter.delivered(answerOf("mallory"), true);
        assertThat(sent).isNotDone();

        adapter.delivered(answerOf("cellar"), true);
        assertThat(sent.get(5, SECONDS)).isEqualTo(new SendResult.Acknowledged());
        adapter.stop().toCompletableFuture().get(20, SECONDS);
    }

    @Test
    void aPortThatIsTakenIsSaidWithWhatToDoAndLeavesNothingBehind() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var adapter = new MeshAdapter(vertx, () -> setup(taken.getLocalPort()));

            assertThat(adapter.start(this).toCompletableFuture().get(20, SECONDS))
                    .isFalse();

            assertThat(adapter.isAvailable()).isFalse();
            assertThat(adapter.state("cellar").availability().toString()).contains("choose another port");
            assertThat(adapter.send(Message.of(KEY, Bytes.EMPTY, Instant.now()), null))
                    .isCompletedWithValue(new SendResult.Failed("stopped"));
        }
    }

    private static Line answerOf(String sender) {
        return new Line(
                Line.Type.CHAT,
                new PeerId(sender),
                MeshFrame.answer(KEY, true),
                Instant.now(),
                1,
                Target.to(new PeerId("roof")),
                Stamp.NONE,
                Notes.NONE);
    }

    private LanNode.Setup setup(int port) {
        var identity = new Identity(new PeerId("roof"), Ed25519KeyPair.generate(new SplittableRandom(1)), null);
        var profile = new Profile("roof", "", List.of("general"));
        return LanNode.Setup.of(identity, profile, new LanScope.ThisMachine(), group, port);
    }

    @Override
    public void arrived(TransportId transport) {}

    @Override
    public void availabilityChanged(TransportId transport, boolean available) {}

    @Override
    public void receiverSeen(TransportId transport, String receiver) {}
}
