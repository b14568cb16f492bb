package io.bitchat.jobs.probe;

import io.bitchat.api.ApiClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A socket of a peer that is opened again whenever it ends, with the cursor of the last message, as a good client does.
 * Runs on one event loop.
 */
final class Device {
    private static final int FIRST_PAUSE_MILLIS = 50;
    private static final int LONGEST_PAUSE_MILLIS = 1_000;
    private static final int ABNORMAL = 1006;

    private final Origin origin;
    private final String peer;
    private final String token;
    private final Tally tally;
    private final Set<String> received = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> latest = new HashMap<>();
    private final Runnable opened;

    private String cursor = "";
    private boolean stopped;
    private long awaySince;
    private @Nullable WebSocket socket;

    /** @param opened called once, when the socket is open for the first time */
    Device(Origin origin, Account account, Tally tally, Runnable opened) {
        this.origin = origin;
        this.peer = account.peer();
        this.token = account.token();
        this.tally = tally;
        this.opened = opened;
    }

    /** Where sockets come from, and where they go. */
    record Origin(Vertx vertx, WebSocketClient client, URI gateway) {}

    /** A peer and its token. */
    record Account(String peer, String token) {}

    void open() {
        connect(FIRST_PAUSE_MILLIS);
    }

    void close() {
        stopped = true;
        if (socket != null) socket.close();
    }

    String peer() {
        return peer;
    }

    Set<String> received() {
        return received;
    }

    private void connect(int pauseMillis) {
        if (stopped) return;
        origin.client().connect(options()).onSuccess(this::isOpen).onFailure(_ -> origin.vertx()
                .setTimer(pauseMillis, _ -> connect(Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS))));
    }

    private WebSocketConnectOptions options() {
        var options = new WebSocketConnectOptions()
                .setHost(origin.gateway().getHost())
                .setPort(origin.gateway().getPort() < 0 ? 80 : origin.gateway().getPort())
                .setURI(ApiClient.BASE + "/ws/" + peer + (cursor.isEmpty() ? "" : "?since=" + cursor))
                .setTimeout(5_000);
        return token.isEmpty() ? options : options.addHeader("authorization", "Bearer " + token);
    }

    private void isOpen(WebSocket now) {
        socket = now;
        if (awaySince == 0) opened.run();
        else tally.back((System.nanoTime() - awaySince) / 1_000_000);
        now.textMessageHandler(this::read);
        now.closeHandler(_ -> {
            if (stopped) return;
            tally.closed(now.closeStatusCode() == null ? ABNORMAL : now.closeStatusCode());
            awaySince = System.nanoTime();
            connect(FIRST_PAUSE_MILLIS);
        });
    }

    private void read(String text) {
        var frame = new JsonObject(text);
        if (!"message".equals(frame.getString("type"))) return;
        cursor = frame.getString("cursor");
        var message = frame.getJsonObject("data");
        if (!received.add(message.getString("message_id"))) {
            tally.doubled();
            return;
        }
        long number = Probe.number(message.getString("content"));
        var before = latest.put(message.getString("from_peer_id"), number);
        if (before != null && before > number) tally.disordered();
    }
}
