package io.bitchat.edge.mesh.socket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bitchat.crypto.X25519PublicKey;
import io.bitchat.lan.LinkId;
import io.bitchat.lan.address.Ipv4;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpLinksTest implements TcpLinks.Taker {
    /** More than the buffers of both sockets take, and less than closes a link for being full. */
    private static final int UNREAD_BYTES = 900_000;

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<LinkId> accepted = new CompletableFuture<>();
    private final CompletableFuture<LinkId> ended = new CompletableFuture<>();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void accepted(LinkId link, Ipv4 from, @Nullable X25519PublicKey secured) {
        accepted.complete(link);
    }

    @Override
    public void opened(LinkId link, @Nullable X25519PublicKey secured) {}

    @Override
    public void wrongKey(LinkId link) {}

    @Override
    public void received(LinkId link, byte[] bytes, Runnable taken) {
        taken.run();
    }

    @Override
    public void closed(LinkId link) {
        ended.complete(link);
    }

    @Test
    void aLinkWhoseOtherSideNeverReadsIsGoneSomeTimeAfterItIsClosed() throws Exception {
        var loop = vertx.getOrCreateContext();
        var links = new TcpLinks(vertx, this, null, 1);
        try (var client = connect(loop, links)) {
            var link = accepted.get(10, SECONDS);
            loop.runOnContext(_ -> {
                links.send(link, new byte[UNREAD_BYTES]);
                links.close(link);
            });

            await().atMost(Duration.ofSeconds(40)).until(() -> isRefused(client));
        }
        assertThat(ended).isNotDone();
    }

    @Test
    void aLinkWhoseOtherSideNeverReadsIsClosedWhenTooMuchWaits() throws Exception {
        var loop = vertx.getOrCreateContext();
        var links = new TcpLinks(vertx, this, null, 1);
        try (var client = connect(loop, links)) {
            var link = accepted.get(10, SECONDS);
            for (int i = 0; i < 10; i++) loop.runOnContext(_ -> links.send(link, new byte[UNREAD_BYTES]));

            assertThat(ended.get(10, SECONDS)).isEqualTo(link);
            await().atMost(Duration.ofSeconds(40)).until(() -> isRefused(client));
        }
    }

    private static boolean isRefused(Socket client) {
        try {
            client.getOutputStream().write(1);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static Socket connect(Context loop, TcpLinks links) throws Exception {
        var port = new CompletableFuture<Integer>();
        loop.runOnContext(_ -> links.listen("127.0.0.1", 0).onSuccess(port::complete));
        var client = new Socket();
        client.setReceiveBufferSize(4_096);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.get(10, SECONDS)));
        return client;
    }
}
