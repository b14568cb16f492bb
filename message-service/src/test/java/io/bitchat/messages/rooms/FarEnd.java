package io.bitchat.messages.rooms;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The other end of links: keeps what it gets and says what the test wants. */
final class FarEnd implements AutoCloseable {
    private static final int MAX_BYTES = 53 + (1 << 20);

    final BlockingQueue<End> opened = new LinkedBlockingQueue<>();
    private final List<End> ends = new CopyOnWriteArrayList<>();
    final List<JsonObject> running = new CopyOnWriteArrayList<>();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger attempts = new AtomicInteger();
    /** Rooms that refuse everybody, with their codes. */
    final Map<String, Integer> refusing = new ConcurrentHashMap<>();
    /** Whether new links are read. */
    volatile boolean reads = true;
    /** Whether what comes is sent back. */
    volatile boolean echoes;
    /** Whether what comes is kept. */
    volatile boolean keeps = true;

    final Vertx vertx = oneThread();
    private final HttpServer server;

    FarEnd(URI url) {
        server = join(vertx.createHttpServer(new HttpServerOptions()
                        .setAcceptUnmaskedFrames(true)
                        .setMaxWebSocketFrameSize(MAX_BYTES)
                        .setMaxWebSocketMessageSize(MAX_BYTES))
                .requestHandler(this::answer)
                .listen(url.getPort(), url.getHost()));
    }

    /** One link. */
    final class End {
        final String room;
        final String peer;
        final String device;
        final MultiMap headers;
        final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
        final AtomicLong bytes = new AtomicLong();
        final ServerWebSocket socket;
        volatile boolean closed;

        End(String room, HttpServerRequest request, ServerWebSocket socket) {
            this.room = room;
            this.peer = request.getParam("peer_id");
            this.device = request.getParam("device");
            this.headers = request.headers();
            this.socket = socket;
            open.incrementAndGet();
            ends.add(this);
            if (!reads) socket.pause();
            socket.textMessageHandler(this::got);
            socket.binaryMessageHandler(this::got);
            socket.closeHandler(_ -> {
                closed = true;
                open.decrementAndGet();
            });
        }

        private void got(String text) {
            if (keeps) received.add(text);
            if (echoes) say(text);
        }

        private void got(Buffer message) {
            bytes.addAndGet(message.length());
            if (keeps) received.add(message);
            if (echoes) say(message);
        }

        End say(String text) {
            var _ = socket.writeTextMessage(text);
            return this;
        }

        End say(Buffer message) {
            var _ = socket.writeBinaryMessage(message);
            return this;
        }

        /** The next message. */
        Object next() throws InterruptedException {
            var next = received.poll(20, TimeUnit.SECONDS);
            if (next == null) throw new AssertionError("nothing came to room " + room);
            return next;
        }

        void close(int code) {
            join(socket.close((short) code).otherwiseEmpty());
        }
    }

    /** The next link that is opened. */
    End link() throws InterruptedException {
        var end = opened.poll(20, TimeUnit.SECONDS);
        if (end == null) throw new AssertionError("no link was opened");
        return end;
    }

    private void answer(HttpServerRequest request) {
        if (request.path().equals("/internal/transfers/running")) {
            list(request);
            return;
        }
        attempts.incrementAndGet();
        var room = request.path().split("/")[3];
        if (refusing.containsKey(room)) {
            refuse(request, refusing.get(room));
            return;
        }
        request.toWebSocket().onSuccess(socket -> opened.add(new End(room, request, socket)));
    }

    private static void refuse(HttpServerRequest request, int status) {
        request.response()
                .setStatusCode(status)
                .putHeader("X-Problem-Code", status == 403 ? "not_a_participant" : "dependency_unavailable")
                .putHeader("Content-Type", "application/problem+json")
                .end(new JsonObject().put("detail", "you are not in this room").encode());
    }

    /** One transfer a page. */
    private void list(HttpServerRequest request) {
        int at = request.getParam("after") == null ? 0 : Integer.parseInt(request.getParam("after"));
        var page = new JsonObject()
                .put("items", at < running.size() ? new JsonArray().add(running.get(at)) : new JsonArray())
                .put("next", at + 1 < running.size() ? String.valueOf(at + 1) : null);
        request.response().putHeader("Content-Type", "application/json").end(page.encode());
    }

    /** With one event loop, so that whoever runs on it meets nobody else there. */
    static Vertx oneThread() {
        return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    }

    static <T> T join(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    /** Stops like a service that restarts. */
    @Override
    public void close() {
        for (var end : ends) {
            if (!end.closed) end.close(1012);
        }
        join(server.close());
        join(vertx.close());
    }
}
