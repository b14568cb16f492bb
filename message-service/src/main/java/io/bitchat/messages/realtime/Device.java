package io.bitchat.messages.realtime;

import io.bitchat.kit.auth.VerifiedToken;
import io.bitchat.messages.Status;
import io.bitchat.messages.StoredMessage;
import io.bitchat.messages.inbox.MessagePage;
import io.bitchat.messages.inbox.MessageReader;
import io.bitchat.messages.inbox.MessageReader.Start;
import io.bitchat.messages.rooms.DeviceLinks;
import io.bitchat.messages.rooms.RoomDevice;
import io.bitchat.messages.socket.PeerSocket;
import io.bitchat.messages.socket.SocketRequest;
import io.bitchat.messages.trace.TraceLog;
import io.bitchat.retry.Backoff;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.impl.ContextInternal;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One open socket; carries out the decisions of its {@link DeviceStream}. All of its state is confined to the socket's
 * event loop; other threads only post work to it.
 */
final class Device implements RoomDevice {
    private static final int PAGE = 100;
    private static final int PAGE_BYTES = 512 << 10;
    private static final int MAX_ATTEMPTS = 30;
    private static final Backoff BACKOFF = Backoff.ofMillis(100, 2_000);

    private final String peerId;
    private final PeerSocket socket;
    private final Optional<VerifiedToken> token;
    private final Services services;
    private final ContextInternal context;
    private final DeviceLinks links;
    private final DeviceStream stream = new DeviceStream();
    private volatile Instant lastHeard;
    private final PushWindow window = new PushWindow();
    private Start start = new Start(0, 0, 0);
    private boolean readWhenDrained;
    private int failures;

    /** Services that all devices share. */
    @Singleton
    record Services(
            MessageReader reader,
            Frames frames,
            TraceLog trace,
            io.vertx.core.Vertx vertx,
            InstantSource clock,
            DeviceLinks.Services rooms) {}

    /** @param request how the socket was opened; its token opens the links too */
    Device(PeerSocket socket, SocketRequest request, Optional<VerifiedToken> token, Services services) {
        this.peerId = socket.peerId();
        this.socket = socket;
        this.token = token;
        this.services = services;
        this.context = (ContextInternal) services.vertx().getOrCreateContext();
        this.links = new DeviceLinks(socket, request.token(), services.rooms());
        this.lastHeard = services.clock().instant();
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

    /** The links of this device; on its event loop only. */
    DeviceLinks links() {
        return links;
    }

    @Override
    public void link(String roomId) {
        context.runOnContext(_ -> links.open(roomId));
    }

    @Override
    public void tellOfRoom(String roomId, Instant at, String frame) {
        context.runOnContext(_ -> {
            if (!links.wasOpenAt(roomId, at)) tellNow(frame);
        });
    }

    /** Starts after {@code since}; without a cursor, at the oldest message that waits for the peer. */
    void start(@Nullable Long since) {
        var start = since == null
                ? services.reader().startWithoutCursor(peerId)
                : services.reader().lastPosition(peerId).map(last -> new Start(Math.min(since, last), 0, 0));
        onLoop(start).subscribe().with(this::started, failure -> retry(failure, () -> start(since)));
    }

    private void started(Start start) {
        this.start = start;
        stream.startAfter(start.after());
        read();
    }

    /** Called after the commit of these messages; their content is in memory. */
    void committed(List<? extends Parcel> parcels) {
        context.runOnContext(_ -> parcels.forEach(this::known));
    }

    private void known(Parcel parcel) {
        var step = stream.known(parcel.place(), window.hasRoom());
        switch (step) {
            case PUSH -> push(parcel);
            case READ -> readWhenRoom();
            case NOTHING -> {}
        }
        if (step != DeviceStream.Step.PUSH) settle(parcel);
    }

    private static void settle(Parcel parcel) {
        if (parcel instanceof Parcel.OfGroup group) group.frame().done();
    }

    /** A message with this place exists, but its content is not in memory. */
    void wake(long place) {
        context.runOnContext(_ -> {
            if (stream.known(place, false) == DeviceStream.Step.READ) readWhenRoom();
        });
    }

    /** Sends a frame that is not part of the stream; drops it if the device lags behind. */
    void tell(String frame) {
        context.runOnContext(_ -> tellNow(frame));
    }

    private void tellNow(String frame) {
        if (window.hasWaiting() || !socket.isOpen()) return;
        socket.send(frame).subscribe().with(_ -> {}, _ -> {});
    }

    boolean isOpen() {
        return socket.isOpen();
    }

    void close(int code, String reason) {
        socket.close(code, reason);
    }

    private void readWhenRoom() {
        if (window.isEmpty()) read();
        else readWhenDrained = true;
    }

    private void read() {
        readWhenDrained = false;
        onLoop(services.reader().streamAfter(peerId, stream.position(), PAGE, PAGE_BYTES))
                .subscribe()
                .with(this::readPage, failure -> retry(failure, this::read));
    }

    private void readPage(MessagePage page) {
        failures = 0;
        for (var message : page.messages()) {
            stream.reached(message.position());
            if (isWanted(message)) push(parcel(message));
        }
        if (stream.readOn(page.more())) readWhenRoom();
    }

    private Parcel parcel(StoredMessage message) {
        return message.groupId() == null
                ? new Parcel.Direct(message)
                : new Parcel.OfGroup(message.position(), services.frames().group(message, () -> {}));
    }

    /**
     * A device with a cursor gets everything after it; a device without one gets only what its peer has not
     * acknowledged.
     */
    private boolean isWanted(StoredMessage message) {
        if (message.status() == Status.FAILED) return false;
        if (message.position() > start.last()) return true;
        return message.groupId() == null ? message.status() == Status.SENT : isNews(message);
    }

    private boolean isNews(StoredMessage message) {
        return message.position() > start.groupAcked()
                && message.expiresAt().isAfter(services.clock().instant());
    }

    private void push(Parcel parcel) {
        if (window.admit(parcel)) send(parcel);
    }

    private void send(Parcel parcel) {
        socket.send(textOf(parcel)).subscribe().with(_ -> sent(parcel), _ -> sent(parcel));
    }

    private String textOf(Parcel parcel) {
        return switch (parcel) {
            case Parcel.Direct(var message) -> {
                services.trace().attempted(message.messageId(), "websocket", socket.id());
                yield services.frames().message(message);
            }
            case Parcel.OfGroup(var place, var frame) -> frame.at(place);
        };
    }

    /** A failed push means that the socket is closing: the next socket continues from the client's cursor. */
    private void sent(Parcel parcel) {
        settle(parcel);
        // when frames wait, post to the loop: sending each from the completion of the previous one would recurse
        if (context.inThread() && !window.hasWaiting()) landed(parcel);
        else context.runOnContext(_ -> landed(parcel));
    }

    private void landed(Parcel parcel) {
        window.landed(parcel);
        for (var next = window.next(); next != null; next = window.next()) send(next);
        if (readWhenDrained && window.isEmpty()) read();
    }

    private void retry(Throwable failure, Runnable again) {
        if (!socket.isOpen()) return;
        failures++;
        if (failures > MAX_ATTEMPTS) {
            Log.warnf("socket closed, its stream cannot be read peer=%s cause=%s", peerId, failure);
            close(1013, "try again later");
            return;
        }
        services.vertx().setTimer(BACKOFF.millisAfter(failures), _ -> context.runOnContext(_ -> again.run()));
    }

    private <T> Uni<T> onLoop(Uni<T> work) {
        return work.emitOn(command -> context.runOnContext(_ -> command.run()));
    }
}
