package io.bitchat.terminal.rooms;

import io.bitchat.terminal.Failure;
import io.bitchat.terminal.Pauses;
import io.bitchat.terminal.Site;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** A peer's socket, opened again after a pause whenever it breaks. Confined to one event loop. */
final class RoomSocket {
    private static final int TICK_MILLIS = 5_000;
    /** A connection of which nothing was heard for so many ticks is taken for dead. */
    private static final int SILENT_TICKS = 4;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int FIRST_SERVER_ERROR = 500;

    private final Vertx vertx;
    private final Site site;
    private final String peer;
    private final Listener listener;
    private @Nullable WebSocket open;
    private Pauses pauses;
    private int silentTicks;
    private boolean closed;

    /** What happens on the socket. */
    interface Listener {
        /** It is open, for the first time or again. */
        void opened();

        void heard(JsonObject frame);

        /** A binary message. */
        void heard(Buffer message);

        /** It has broken, and will be opened again. */
        void lost();

        /** A few seconds have passed while it is open. */
        void tick();

        /** There is room for more to write. */
        void drained();

        /** It cannot be opened any more. */
        void failed(Throwable cause);
    }

    RoomSocket(Vertx vertx, Site site, String peer, Listener listener) {
        this.vertx = vertx;
        this.site = site;
        this.peer = peer;
        this.listener = listener;
        pauses = new Pauses(vertx);
        vertx.setPeriodic(TICK_MILLIS, _ -> tick());
    }

    void connect() {
        site.socket(peer).onComplete(opened -> {
            if (opened.succeeded()) use(opened.result());
            else refused(opened.cause());
        });
    }

    private void use(WebSocket socket) {
        if (closed) {
            socket.close();
            return;
        }
        open = socket;
        pauses = new Pauses(vertx);
        silentTicks = 0;
        socket.textMessageHandler(text -> {
            silentTicks = 0;
            if (open == socket) heard(text);
        });
        socket.binaryMessageHandler(message -> {
            silentTicks = 0;
            if (open == socket) listener.heard(message);
        });
        socket.pongHandler(_ -> silentTicks = 0);
        socket.drainHandler(_ -> {
            if (open == socket) listener.drained();
        });
        socket.exceptionHandler(_ -> {}); // a close follows
        socket.closeHandler(_ -> lost(socket));
        listener.opened();
    }

    private void heard(String text) {
        try {
            listener.heard(new JsonObject(text));
        } catch (DecodeException _) {
            reopen();
        }
    }

    private void lost(WebSocket socket) {
        if (open != socket || closed) return;
        open = null;
        listener.lost();
        again();
    }

    private void again() {
        pauses.next()
                .onSuccess(_ -> {
                    if (!closed && open == null) connect();
                })
                .onFailure(listener::failed);
    }

    private void refused(Throwable cause) {
        if (closed) return;
        if (cause instanceof UpgradeRejectedException rejected && isFinal(rejected.getStatus())) {
            listener.failed(new Failure("the site refuses the socket of '" + peer + "' with status "
                    + rejected.getStatus() + "; check --as and --token"));
        } else again();
    }

    private static boolean isFinal(int status) {
        return status != TOO_MANY_REQUESTS && status < FIRST_SERVER_ERROR;
    }

    private void tick() {
        var socket = open;
        if (socket == null) return;
        if (++silentTicks > SILENT_TICKS) {
            reopen();
            return;
        }
        socket.writePing(Buffer.buffer());
        listener.tick();
    }

    /** Gives up this connection and opens another one: whatever was misunderstood on this one is void. */
    void reopen() {
        var socket = open;
        if (socket == null) return;
        lost(socket);
        socket.close();
    }

    /** Sends a frame; without a connection it is lost. */
    void say(JsonObject frame) {
        if (open != null) open.writeTextMessage(frame.encode());
    }

    void say(Buffer message) {
        if (open != null) open.writeBinaryMessage(message);
    }

    boolean isFull() {
        return open != null && open.writeQueueFull();
    }

    void close() {
        closed = true;
        if (open != null) open.close();
    }
}
