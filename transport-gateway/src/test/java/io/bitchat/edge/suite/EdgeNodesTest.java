package io.bitchat.edge.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.edge.uplink.UplinkChannel;
import io.bitchat.edge.uplink.UplinkFrame;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EdgeNodesTest {
    private static Vertx vertx;
    private static HttpServer server;
    private static WebSocketClient client;

    private final EdgeNodes nodes = new EdgeNodes();

    @BeforeAll
    static void listen() throws Exception {
        vertx = Vertx.vertx();
        server = vertx.createHttpServer()
                // a WebSocket handler is never called after a test of Quarkus, which switches it off for the process
                .requestHandler(request -> request.toWebSocket().onSuccess(ServerWebSocket::resume))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        client = vertx.createWebSocketClient();
    }

    @AfterAll
    static void close() {
        vertx.close();
    }

    /** A session over a real socket. */
    private static NodeSession session(String node) throws Exception {
        var opened = new CompletableFuture<NodeSession>();
        client.connect(server.actualPort(), "127.0.0.1", "/")
                .onFailure(opened::completeExceptionally)
                .onSuccess(socket -> opened.complete(
                        new NodeSession(node, new UplinkChannel(vertx, socket, new UplinkChannel.Listener() {
                            @Override
                            public void heard(UplinkFrame frame) {}

                            @Override
                            public void closed() {}
                        }))));
        return opened.get(10, TimeUnit.SECONDS);
    }

    @Test
    void theNodeThatHasSeenAPeerLastComesFirst() throws Exception {
        var roof = session("roof");
        var cellar = session("cellar");
        nodes.joined(roof);
        nodes.joined(cellar);
        nodes.sees(roof, "bob");
        nodes.sees(cellar, "bob");
        assertThat(nodes.seeing("bob")).containsExactly(cellar, roof);

        nodes.sees(roof, "bob");
        assertThat(nodes.seeing("bob")).containsExactly(roof, cellar);

        nodes.demote(roof, "bob");
        assertThat(nodes.seeing("bob")).containsExactly(cellar, roof);
    }

    @Test
    void aNodeThatHasLeftSeesNobody() throws Exception {
        var roof = session("roof");
        nodes.joined(roof);
        nodes.sees(roof, "bob");
        nodes.left(roof);

        assertThat(nodes.isSeen("bob")).isFalse();
        assertThat(nodes.sees(roof, "bob")).isFalse();
        assertThat(nodes.size()).isZero();
    }

    @Test
    void aNewSessionOfANodeReplacesTheOld() throws Exception {
        var old = session("roof");
        var now = session("roof");
        nodes.joined(old);
        nodes.sees(old, "bob");

        assertThat(nodes.joined(now)).isSameAs(old);
        assertThat(nodes.seeing("bob")).isEmpty();
        nodes.left(old);
        assertThat(nodes.all()).containsExactly(now);
    }

    @Test
    void oneNodeDoesNotSeeMoreThanItMay() throws Exception {
        var roof = session("roof");
        nodes.joined(roof);
        IntStream.range(0, NodeSession.MAX_NEAR).forEach(i -> nodes.sees(roof, "p" + i));

        assertThat(nodes.sees(roof, "one-more")).isFalse();
        assertThat(nodes.sees(roof, "p0")).isTrue();
    }
}
