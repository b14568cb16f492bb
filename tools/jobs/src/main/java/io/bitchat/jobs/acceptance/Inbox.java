package io.bitchat.jobs.acceptance;

import io.bitchat.api.ApiClient;
import io.bitchat.jobs.Member;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The open socket of a member: what arrives, in order. */
final class Inbox implements AutoCloseable {
    private static final int MOST = 10_000;
    private static final int PATIENCE_SECONDS = 20;

    private final BlockingQueue<JsonObject> frames = new ArrayBlockingQueue<>(MOST);
    private final WebSocket socket;

    private Inbox(WebSocket socket) {
        this.socket = socket;
    }

    static Inbox open(Vertx vertx, URI gateway, Member member) {
        var options = new WebSocketConnectOptions()
                .setHost(gateway.getHost())
                .setPort(gateway.getPort() < 0 ? 80 : gateway.getPort())
                .setURI(ApiClient.BASE + "/ws/" + member.id())
                .addHeader("authorization", "Bearer " + member.token());
        return Member.await(vertx.createWebSocketClient().connect(options).map(socket -> {
            var inbox = new Inbox(socket);
            socket.textMessageHandler(text -> inbox.frames.offer(new JsonObject(text)));
            return inbox;
        }));
    }

    /** Waits for the first frame that fits; others before it are dropped. */
    JsonObject await(String type, Predicate<JsonObject> fits) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try {
            while (true) {
                var frame = frames.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (frame == null) {
                    throw new Member.StepFailed("no frame " + type + " within " + PATIENCE_SECONDS + " s", null);
                }
                if (type.equals(frame.getString("type")) && fits.test(frame.getJsonObject("data"))) return frame;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Member.StepFailed("interrupted", e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
