package io.bitchat.link;

import static io.bitchat.link.Node.quick;
import static io.bitchat.link.Node.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.link.handshake.Handshaking;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that reads the first bytes itself, and a client that has connected itself. */
class LinkUpgradeTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Node accepting = Node.of(vertx, quick());
    private final Node dialing = Node.of(vertx, quick());
    private final LinkUpgrade here = upgrade(accepting);
    private final LinkUpgrade there = upgrade(dialing);
    private final List<String> plain = new CopyOnWriteArrayList<>();

    private LinkUpgrade upgrade(Node node) {
        return new LinkUpgrade(vertx, node.identity, quick(), Node.RANDOM);
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int listen() {
        return listen(vertx.createNetServer().connectHandler(socket -> socket.handler(first -> decide(socket, first))));
    }

    private static int listen(NetServer server) {
        return server.listen(0, "127.0.0.1")
                .map(NetServer::actualPort)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private void decide(NetSocket socket, Buffer first) {
        if (first.getByte(0) == 0)
            here.accepted(socket, LinkPolicy.anybody(), accepting).start(first);
        else plain.add(first.toString());
    }

    private CompletableFuture<Handshaking> dial(int port, X25519PublicKey expected) {
        var begun = new CompletableFuture<Handshaking>();
        loop.runOnContext(
                _ -> vertx.createNetClient().connect(port, "127.0.0.1").onSuccess(socket -> {
                    var handshaking = there.dialed(socket, expected, dialing);
                    handshaking.start();
                    begun.complete(handshaking);
                }));
        return begun;
    }

    @Test
    void framesFlowBothWaysOverAConnectionWhoseFirstBytesWereRead() {
        dial(listen(), accepting.identity.publicKey());
        until(() -> accepting.links.size() == 1 && dialing.links.size() == 1);

        accepting.links.getFirst().send(new byte[] {1});
        dialing.links.getFirst().send(new byte[] {2});

        until(() -> accepting.frames.size() == 1 && dialing.frames.size() == 1);
        assertThat(accepting.frames).extracting(Object::toString).containsExactly("02");
        assertThat(dialing.frames).extracting(Object::toString).containsExactly("01");
        assertThat(accepting.links.getFirst().remoteKey()).isEqualTo(dialing.identity.publicKey());
        assertThat(here.metrics().opened()).isEqualTo(1);
    }

    @Test
    void anotherThanTheExpectedDoesNotLearnTheKeyOfThisSide() {
        dial(listen(), LinkIdentity.generate(Node.RANDOM).publicKey());

        until(() -> dialing.refused.contains(CloseReason.WRONG_PEER));
        until(() -> accepting.refused.contains(CloseReason.REMOTE));
        assertThat(accepting.links).isEmpty();
        assertThat(there.metrics().ended(CloseReason.WRONG_PEER)).isEqualTo(1);
    }

    @Test
    void anotherProtocolSharesThePort() throws IOException {
        int port = listen();
        try (var peer = new RawPeer(port)) {
            peer.sendRaw((byte) '{', (byte) '}');
            until(() -> plain.contains("{}"));
        }

        dial(port, accepting.identity.publicKey());
        until(() -> accepting.links.size() == 1);
    }

    @Test
    void aHandshakeThatIsGivenUpIsToldOnceAndItsConnectionClosed() {
        int port =
                listen(vertx.createNetServer().connectHandler(socket -> socket.closeHandler(_ -> plain.add("closed"))));
        var handshaking = dial(port, accepting.identity.publicKey()).join();

        loop.runOnContext(_ -> handshaking.refuse(CloseReason.LOCAL));

        until(() -> plain.contains("closed"));
        assertThat(dialing.refused).containsExactly(CloseReason.LOCAL);
    }

    @Test
    void aLinkOutlivesAnAttemptToGiveUpItsHandshake() {
        var handshaking = dial(listen(), accepting.identity.publicKey()).join();
        until(() -> accepting.links.size() == 1 && dialing.links.size() == 1);

        loop.runOnContext(_ -> handshaking.refuse(CloseReason.LOCAL));

        dialing.links.getFirst().send(new byte[] {1});
        until(() -> accepting.frames.size() == 1);
        assertThat(dialing.refused).isEmpty();
    }
}
