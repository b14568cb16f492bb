package io.bitchat.edge.suite;

import io.bitchat.edge.uplink.UplinkChannel;
import io.bitchat.edge.uplink.UplinkFrame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketBase;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An edge node as its suite sees it: a real socket, over which it says and answers what a test wants. */
final class NodeSocket implements AutoCloseable {
    final List<UplinkFrame> got = new CopyOnWriteArrayList<>();
    /** The answer to a message; null for none. */
    volatile Function<UplinkFrame.Carries, UplinkFrame.@Nullable Result> answer = _ -> null;

    private final SuiteAdapter adapter;
    private final String node;
    private final Vertx vertx;
    private final HttpServer server;
    private final WebSocket socket;

    NodeSocket(Vertx vertx, SuiteAdapter adapter, String node) throws Exception {
        this.vertx = vertx;
        this.adapter = adapter;
        this.node = node;
        // a WebSocket handler is never called after a test of Quarkus, which switches it off for the process
        server = of(vertx.createHttpServer()
                .requestHandler(request -> request.toWebSocket().onSuccess(this::accepted))
                .listen(0, "127.0.0.1"));
        var opened = Promise.<WebSocket>promise();
        // on an event loop: else the hello may come before there is a handler
        vertx.runOnContext(_ -> vertx.createWebSocketClient()
                .connect(server.actualPort(), "127.0.0.1", "/")
                .onSuccess(open -> open.textMessageHandler(this::read))
                .onComplete(opened));
        socket = of(opened.future());
    }

    private static <T> T of(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void accepted(WebSocketBase accepted) {
        join(vertx, adapter, node, accepted);
    }

    /** As the suite does for an uplink; to be called on the event loop of the socket. */
    static void join(Vertx vertx, SuiteAdapter adapter, String node, WebSocketBase accepted) {
        var session = new CompletableFuture<NodeSession>();
        var channel = new UplinkChannel(vertx, accepted, new UplinkChannel.Listener() {
            @Override
            public void heard(UplinkFrame frame) {
                adapter.heard(session.join(), frame);
            }

            @Override
            public void closed() {
                session.thenAccept(adapter::left);
            }
        });
        session.complete(new NodeSession(node, channel));
        adapter.joined(session.join());
    }

    private void read(String text) {
        var frame = UplinkFrame.parse(text);
        got.add(frame);
        if (!(frame instanceof UplinkFrame.Carries carries)) return;
        var result = answer.apply(carries);
        if (result != null) say(result);
    }

    /** Answers each message so. */
    void answers(boolean taken, String code) {
        answer = carries -> new UplinkFrame.Result(carries.number(), taken, taken ? "mesh" : "", code);
    }

    void say(UplinkFrame frame) {
        socket.writeTextMessage(frame.text());
    }

    void sees(String... peers) {
        say(new UplinkFrame.Peers(List.of(peers), List.of()));
    }

    List<String> messages() {
        return got.stream()
                .filter(UplinkFrame.Carries.class::isInstance)
                .map(frame -> ((UplinkFrame.Carries) frame).message().key().id())
                .toList();
    }

    List<UplinkFrame.Result> results() {
        return got.stream()
                .filter(UplinkFrame.Result.class::isInstance)
                .map(UplinkFrame.Result.class::cast)
                .toList();
    }

    boolean isWelcome() {
        return got.contains(new UplinkFrame.Hello(UplinkFrame.VERSION, "suite"));
    }

    @Nullable
    Short closeCode() {
        return socket.closeStatusCode();
    }

    void hangUp() throws Exception {
        of(socket.close());
    }

    @Override
    public void close() throws Exception {
        of(server.close());
    }
}
