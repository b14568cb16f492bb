package io.bitchat.bench.rooms;

import io.bitchat.bench.load.Await;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The floor: a server that passes messages from one socket to another and knows nothing of files. */
final class PlainRelay {
    private static final int MAX_MESSAGE = 128 << 10;
    private static final Duration LONG = Duration.ofMinutes(10);

    private @Nullable ServerWebSocket out;

    /** Megabytes (10⁶ bytes) per second. */
    static double measure(Vertx driver, long size) {
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        try {
            return new PlainRelay().run(vertx, driver, new ChunkMessages(new UUID(0, 1), size));
        } finally {
            Await.result(vertx.close(), Duration.ofSeconds(20));
        }
    }

    private double run(Vertx vertx, Vertx driver, ChunkMessages file) {
        var options =
                new HttpServerOptions().setMaxWebSocketFrameSize(MAX_MESSAGE).setHost("127.0.0.1");
        var server = vertx.createHttpServer(options).webSocketHandler(this::serve);
        int port = Await.result(server.listen(0), Duration.ofSeconds(10)).actualPort();
        var client = driver.createWebSocketClient(new WebSocketClientOptions().setMaxFrameSize(MAX_MESSAGE));
        var receiver = Await.result(client.connect(port, "127.0.0.1", "/out"), Duration.ofSeconds(10));
        var sender = Await.result(client.connect(port, "127.0.0.1", "/in"), Duration.ofSeconds(10));
        var all = Promise.<Void>promise();
        int[] arrived = {0};
        receiver.binaryMessageHandler(_ -> {
            if (++arrived[0] == file.chunking().count()) all.complete();
        });
        long began = System.nanoTime();
        driver.runOnContext(_ -> new Pump(sender, file).go());
        Await.result(all.future(), LONG);
        return file.chunking().size() * 1e3 / (System.nanoTime() - began);
    }

    private void serve(ServerWebSocket socket) {
        if (socket.path().equals("/out")) {
            out = socket;
            return;
        }
        var to = out;
        if (to == null) throw new IllegalStateException("the receiver comes first");
        to.drainHandler(_ -> socket.resume());
        socket.binaryMessageHandler(message -> {
            to.writeBinaryMessage(message);
            if (to.writeQueueFull()) socket.pause();
        });
    }

    /** Sends all chunks, as fast as they are taken. */
    private static final class Pump {
        private final WebSocket socket;
        private final ChunkMessages file;
        private int next;
        private boolean going;

        Pump(WebSocket socket, ChunkMessages file) {
            this.socket = socket;
            this.file = file;
            socket.drainHandler(_ -> go());
        }

        void go() {
            // a write may say itself that the queue has drained
            if (going) return;
            going = true;
            while (next < file.chunking().count() && !socket.writeQueueFull()) {
                socket.writeBinaryMessage(file.message(next++));
            }
            going = false;
        }
    }
}
