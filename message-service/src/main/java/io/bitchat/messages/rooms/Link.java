package io.bitchat.messages.rooms;

import io.bitchat.retry.Backoff;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connection of one device and one room to the owner of the transfers. One that breaks is opened again while the
 * device has joined the room, or its peer takes part in a transfer there. Confined to the device's event loop.
 */
final class Link {
    private static final Backoff BACKOFF = Backoff.ofMillis(100, 5_000);
    private static final int WRITE_QUEUE_BYTES = 256 << 10;
    private static final long PING_MILLIS = 30_000;
    /** A link that was open for so long was no failed attempt. */
    private static final long STABLE_MILLIS = 5_000;

    private static final short NORMAL = 1000;
    private static final short GOING_AWAY = 1001;
    private static final short NO_PARTICIPANT = 4403;

    private final String roomId;
    private final DeviceLinks device;
    /** Frames that came while it was being opened; at most as many as the socket reads at a time. */
    private final ArrayDeque<String> waiting = new ArrayDeque<>();
    /** Reads of the device's socket that go on when there is room again. */
    private final List<UniEmitter<? super Void>> held = new ArrayList<>();

    private State state = State.CONNECTING;
    private @Nullable WebSocket far;
    private Instant openSince = Instant.MAX;
    /** The frame with which the device joined the room; null if it has not. */
    private @Nullable String join;

    private int failures;
    private boolean alive;
    private long timer = -1;

    private enum State {
        CONNECTING,
        OPEN,
        /** Broken; opened again after a pause. */
        BROKEN,
        CLOSED
    }

    Link(String roomId, DeviceLinks device) {
        this.roomId = roomId;
        this.device = device;
    }

    /** Whether it has been open since before {@code at}. */
    boolean wasOpenAt(Instant at) {
        return state == State.OPEN && openSince.isBefore(at);
    }

    void connect() {
        state = State.CONNECTING;
        device.services().client().connect(device.owner(), roomId).onComplete(this::connected);
    }

    private void connected(AsyncResult<WebSocket> result) {
        if (result.failed()) failed(result.cause());
        else if (state == State.CLOSED) discard(result.result());
        else opened(result.result());
    }

    private void discard(WebSocket socket) {
        socket.closeHandler(_ -> device.services().client().closed());
        var _ = socket.close(GOING_AWAY);
    }

    private void opened(WebSocket socket) {
        far = socket;
        state = State.OPEN;
        openSince = device.services().clock().instant();
        alive = true;
        socket.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
        socket.drainHandler(_ -> release());
        socket.textMessageHandler(this::received);
        socket.binaryMessageHandler(this::received);
        socket.pongHandler(_ -> alive = true);
        socket.exceptionHandler(failure ->
                Log.debugf("link failed peer=%s cause=%s", device.owner().peerId(), failure));
        socket.closeHandler(_ -> gone(socket));
        if (device.isHeld()) socket.pause();
        timer = device.services().vertx().setPeriodic(PING_MILLIS, _ -> ping(socket));
        if (join != null && !waiting.contains(join)) write(socket, join);
        waiting.forEach(text -> write(socket, text));
        waiting.clear();
        if (!isFull(socket)) release();
    }

    private static void write(WebSocket socket, String text) {
        var _ = socket.writeTextMessage(text);
    }

    /** A far end whose machine is gone does not say so. */
    private void ping(WebSocket socket) {
        if (!alive) {
            var _ = socket.close(GOING_AWAY);
            return;
        }
        alive = device.isHeld(); // nothing is read at the moment
        var _ = socket.writePing(Buffer.buffer());
    }

    private void received(String text) {
        alive = true;
        if (state == State.OPEN) device.heard(roomId, text);
    }

    private void received(Buffer message) {
        alive = true;
        if (state == State.OPEN) device.heard(message);
    }

    /** Passes a text frame on. The next frame of the socket is read when the returned item arrives. */
    Uni<Void> said(RoomFrame frame, String text) {
        if (frame.joins()) join = text;
        if (frame.leaves()) join = null;
        return switch (state) {
            case OPEN -> {
                write(open(), text);
                yield whenDrained();
            }
            case CONNECTING -> {
                if (frame.isChunk()) yield Uni.createFrom().voidItem();
                waiting.add(text);
                yield hold();
            }
            case BROKEN, CLOSED -> {
                if (!frame.isChunk()) device.refuse(Refusal.OUTAGE, roomId, frame.transferId());
                yield Uni.createFrom().voidItem();
            }
        };
    }

    /**
     * Passes a chunk on. While the link is not open, chunks are dropped: a new connection voids the credits that they
     * were sent for, and its far end says what is missing.
     */
    Uni<Void> said(Buffer message) {
        if (state != State.OPEN) return Uni.createFrom().voidItem();
        var _ = open().writeBinaryMessage(message);
        return whenDrained();
    }

    private WebSocket open() {
        if (far == null) throw new IllegalStateException("not open");
        return far;
    }

    private Uni<Void> whenDrained() {
        return isFull(open()) ? hold() : Uni.createFrom().voidItem();
    }

    private static boolean isFull(WebSocket socket) {
        return !socket.isClosed() && socket.writeQueueFull();
    }

    private Uni<Void> hold() {
        return Uni.createFrom().emitter(held::add);
    }

    private void release() {
        var waited = List.copyOf(held);
        held.clear();
        waited.forEach(one -> one.complete(null));
    }

    /** Stops reading from the far end. */
    void pause() {
        if (far != null) far.pause();
    }

    /** Reads from the far end again. */
    void resume() {
        alive = true;
        if (far != null) far.resume();
    }

    private void failed(Throwable failure) {
        if (state == State.CLOSED) return;
        var refusal = Refusal.of(failure);
        Log.debugf("link refused peer=%s room=%s cause=%s", device.owner().peerId(), roomId, failure);
        if (join != null && waiting.contains(join)) join = null; // the client is told that it has not joined
        waiting.forEach(
                text -> device.refuse(refusal, roomId, RoomFrame.read(text).transferId()));
        waiting.clear();
        if (refusal.isFinal()) forget();
        else again();
        release();
    }

    private void gone(WebSocket socket) {
        device.services().client().closed();
        device.services().vertx().cancelTimer(timer);
        far = null;
        if (state == State.CLOSED) return;
        var code = socket.closeStatusCode();
        boolean wasStable = openSince
                .plusMillis(STABLE_MILLIS)
                .isBefore(device.services().clock().instant());
        if (wasStable) failures = 0;
        if (code != null && (code == NORMAL || code == NO_PARTICIPANT)) forget();
        else again();
        release();
    }

    /** Opens it again after a pause, if anybody needs it. */
    private void again() {
        if (!isNeeded()) {
            forget();
            return;
        }
        state = State.BROKEN;
        failures++;
        timer = device.services().vertx().setTimer(BACKOFF.millisAfter(failures), _ -> {
            if (state != State.BROKEN) return;
            if (isNeeded()) connect();
            else forget();
        });
    }

    private boolean isNeeded() {
        return join != null || device.services().known().isParty(device.owner().peerId(), roomId);
    }

    private void forget() {
        state = State.CLOSED;
        device.forget(roomId);
    }

    /** The device is closed. */
    void close() {
        if (state == State.CLOSED) return;
        state = State.CLOSED;
        device.services().vertx().cancelTimer(timer);
        waiting.clear();
        release();
        if (far == null) return;
        far.resume(); // so that its close frame is read
        var _ = far.close(GOING_AWAY);
    }
}
