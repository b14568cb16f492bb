package io.bitchat.edge.uplink;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketClientOptions;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A channel over a real socket, and the socket of the other side, which says what a test wants. */
final class ChannelPair implements AutoCloseable {
    final Queue<UplinkFrame> heard = new ConcurrentLinkedQueue<>();
    final AtomicInteger closes = new AtomicInteger();
    /** Frames that the other side has got. */
    final Queue<UplinkFrame> got = new ConcurrentLinkedQueue<>();

    final UplinkChannel channel;
    final WebSocketBase other;
    private final HttpServer server;

    private final class Events implements UplinkChannel.Listener {
        @Override
        public void heard(UplinkFrame frame) {
            heard.add(frame);
        }

        @Override
        public void closed() {
            closes.incrementAndGet();
        }
    }

    ChannelPair(Vertx vertx) throws Exception {
        this(vertx, null);
    }

    /** @param relay between the two; null for none */
    ChannelPair(Vertx vertx, SwallowingRelay relay) throws Exception {
        var accepted = new CompletableFuture<WebSocketBase>();
        server = of(vertx.createHttpServer(new HttpServerOptions()
                        .setMaxWebSocketMessageSize(UplinkChannel.MAX_FRAME_BYTES)
                        .setMaxWebSocketFrameSize(UplinkChannel.MAX_FRAME_BYTES))
                // a WebSocket handler is never called after a test of Quarkus, which switches it off for the process
                .requestHandler(request -> request.toWebSocket().onSuccess(socket -> {
                    socket.textMessageHandler(text -> got.add(UplinkFrame.parse(text)));
                    accepted.complete(socket);
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage());
        int port = relay == null ? server.actualPort() : relay.to(server.actualPort());
        var opened = new CompletableFuture<UplinkChannel>();
        vertx.runOnContext(_ -> vertx.createWebSocketClient(new WebSocketClientOptions()
                        .setClosingTimeout(1)
                        .setMaxMessageSize(UplinkChannel.MAX_FRAME_BYTES))
                .connect(port, "127.0.0.1", "/")
                .onFailure(opened::completeExceptionally)
                .onSuccess(socket -> opened.complete(new UplinkChannel(vertx, socket, new Events()))));
        channel = of(opened);
        other = of(accepted);
    }

    static <T> T of(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    void say(String text) {
        other.writeTextMessage(text);
    }

    @Override
    public void close() throws Exception {
        of(server.close().toCompletionStage());
    }
}
