package io.bitchat.messages.realtime;

import io.bitchat.kit.auth.VerifiedToken;
import io.bitchat.messages.Status;
import io.bitchat.messages.StoredMessage;
import io.bitchat.messages.inbox.MessageReader;
import io.bitchat.messages.inbox.MessageReader.Start;
import io.bitchat.messages.trace.TraceLog;
import io.quarkus.logging.Log;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One open socket: carries out what its {@link DeviceStream} decides. All of its state belongs to the socket's event
 * loop; other threads only hand work over to it.
 */
final class Device {
    private static final int PAGE = 100;
    private static final int MAX_IN_FLIGHT = 64;
    private static final int MAX_ATTEMPTS = 30;
    private static final int MAX_PAUSE_MS = 2_000;

    private final String peerId;
    private final WebSocketConnection socket;
    private final Optional<VerifiedToken> token;
    private final Services services;
    private final Context context;
    private final DeviceStream stream = new DeviceStream();
    private volatile Instant lastHeard;
    private long skipDeliveredUpTo;
    private int inFlight;
    private boolean readWhenDrained;
    private int failures;

    /** What devices share. */
    record Services(MessageReader reader, Frames frames, TraceLog trace, io.vertx.core.Vertx vertx) {}

    Device(String peerId, WebSocketConnection socket, Optional<VerifiedToken> token, Services services, Instant now) {
        this.peerId = peerId;
        this.socket = socket;
        this.token = token;
        this.services = services;
        this.context = services.vertx().getOrCreateContext();
        this.lastHeard = now;
    }

    String peerId() {
        return peerId;
    }

    Optional<VerifiedToken> token() {
        return token;
    }

    Instant lastHeard() {
        return lastHeard;
    }

    void heard(Instant now) {
        lastHeard = now;
    }

    /** Goes on after {@code since}, or with what waits for the peer where the device has no cursor. */
    void start(@Nullable Long since) {
        var start = since == null
                ? services.reader().startWithoutCursor(peerId)
                : services.reader().lastPosition(peerId).map(last -> new Start(Math.min(since, last), 0));
        onLoop(start).subscribe().with(this::started, failure -> retry(failure, () -> start(since)));
    }

    private void started(Start start) {
        skipDeliveredUpTo = start.last();
        stream.startAfter(start.after());
        read();
    }

    /** This replica committed a message. */
    void committed(StoredMessage message) {
        context.runOnContext(_ -> {
            switch (stream.known(message.position(), hasRoom())) {
                case PUSH -> push(message);
                case READ -> readWhenRoom();
                case NOTHING -> {}
            }
        });
    }

    /** A message with this place exists; its content is not at hand. */
    void wake(long place) {
        context.runOnContext(_ -> {
            if (stream.known(place, false) == DeviceStream.Step.READ) readWhenRoom();
        });
    }

    void close(int code, String reason) {
        socket.close(new CloseReason(code, reason)).subscribe().with(_ -> {}, _ -> {});
    }

    private boolean hasRoom() {
        return inFlight < MAX_IN_FLIGHT;
    }

    private void readWhenRoom() {
        if (inFlight == 0) read();
        else readWhenDrained = true;
    }

    private void read() {
        readWhenDrained = false;
        onLoop(services.reader().streamAfter(peerId, stream.position(), PAGE))
                .subscribe()
                .with(this::readPage, failure -> retry(failure, this::read));
    }

    private void readPage(List<StoredMessage> page) {
        failures = 0;
        for (var message : page) {
            stream.reached(message.position());
            if (isWanted(message)) push(message);
        }
        if (stream.readOn(page.size() == PAGE)) readWhenRoom();
    }

    private boolean isWanted(StoredMessage message) {
        if (message.status() == Status.FAILED) return false;
        return message.status() == Status.SENT || message.position() > skipDeliveredUpTo;
    }

    private void push(StoredMessage message) {
        inFlight++;
        services.trace().attempted(message.messageId(), "websocket", socket.id());
        onLoop(socket.sendText(services.frames().message(message))).subscribe().with(_ -> pushed(), _ -> pushed());
    }

    /** A failed push means a socket that is closing: the next one goes on from the client's cursor. */
    private void pushed() {
        inFlight--;
        if (inFlight == 0 && readWhenDrained) read();
    }

    private void retry(Throwable failure, Runnable again) {
        if (!socket.isOpen()) return;
        failures++;
        if (failures > MAX_ATTEMPTS) {
            Log.warnf("socket closed, its stream cannot be read peer=%s cause=%s", peerId, failure);
            close(1013, "try again later");
            return;
        }
        int ceiling = Math.min(MAX_PAUSE_MS, 50 << Math.min(failures, 6));
        int pause = ThreadLocalRandom.current().nextInt(ceiling / 2, ceiling + 1);
        services.vertx().setTimer(pause, _ -> context.runOnContext(_ -> again.run()));
    }

    private <T> Uni<T> onLoop(Uni<T> work) {
        return work.emitOn(command -> context.runOnContext(_ -> command.run()));
    }
}
