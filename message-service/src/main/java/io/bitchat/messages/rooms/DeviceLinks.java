package io.bitchat.messages.rooms;

import io.bitchat.messages.socket.PeerSocket;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.bitchat.rooms.wire.ChunkHeader;
import io.bitchat.rooms.wire.Decoded;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The links of one device. Frames pass verbatim and in order in both directions. Nothing is queued without bound: while
 * the device's socket has enough to write, none of its links is read, and while a link has, the socket is not read.
 * Confined to the device's event loop.
 */
public final class DeviceLinks {
    static final int MAX_LINKS = 16;
    static final int MAX_TRANSFERS = 64;

    /** A frame of more characters carries a chunk, and tells of no transfer that was not told of before. */
    private static final int MAX_CONTROL_CHARS = 16_384;

    private final PeerSocket socket;
    private final LinkClient.Owner owner;
    private final Services services;
    private final LinkedHashMap<String, Link> links = new LinkedHashMap<>();
    /** Rooms of transfers that were mentioned in either direction; the one that was mentioned last is the last. */
    private final LinkedHashMap<UUID, String> rooms = new LinkedHashMap<>();

    private boolean held;
    private int turns;

    /** Services that all devices share. */
    @Singleton
    public record Services(
            LinkClient client, KnownTransfers known, RoomFrames frames, Vertx vertx, InstantSource clock) {}

    /** @param token the token that the socket was opened with */
    public DeviceLinks(PeerSocket socket, @Nullable String token, Services services) {
        this.socket = socket;
        this.owner = new LinkClient.Owner(socket.peerId(), socket.id(), socket.address(), token);
        this.services = services;
    }

    LinkClient.Owner owner() {
        return owner;
    }

    Services services() {
        return services;
    }

    /** Whether there is no link, neither open nor about to be. */
    public boolean isEmpty() {
        return links.isEmpty();
    }

    /** Whether a link to the room has been open since before {@code at}. */
    public boolean wasOpenAt(String roomId, Instant at) {
        var link = links.get(roomId);
        return link != null && link.wasOpenAt(at);
    }

    /** Opens links to the rooms in which the device's peer takes part in a transfer. */
    public void openAll() {
        services.known().roomsOf(owner.peerId()).forEach(this::open);
    }

    /** Opens a link to the room, unless there is one, or there are too many. */
    public void open(String roomId) {
        if (!links.containsKey(roomId) && links.size() < MAX_LINKS && socket.isOpen()) add(roomId);
    }

    private Link add(String roomId) {
        var link = new Link(roomId, this);
        links.put(roomId, link);
        link.connect();
        return link;
    }

    /** Passes a text frame of the client on. The next frame of the socket is read when the returned item arrives. */
    public Uni<Void> said(RoomFrame frame, String text) {
        var roomId = frame.roomId();
        if (roomId == null) throw new IllegalArgumentException("a frame without a room");
        var link = links.get(roomId);
        if (link == null && links.size() >= MAX_LINKS) {
            return error("too_many_rooms", "a socket is in at most " + MAX_LINKS + " rooms", frame);
        }
        remember(frame.transferId(), roomId);
        return (link == null ? add(roomId) : link).said(frame, text);
    }

    /** Passes a chunk of the client on. The next frame of the socket is read when the returned item arrives. */
    public Uni<Void> said(Buffer message) {
        var header = ChunkFrameCodec.decodeHeader(message.getByteBuf().nioBuffer());
        return switch (header) {
            case Decoded.Malformed<ChunkHeader>(var fault) ->
                socket.send(services.frames().error(fault.wire(), "a binary message is one chunk", null, null));
            case Decoded.Complete<ChunkHeader>(var chunk) -> said(chunk.transfer(), message);
        };
    }

    private Uni<Void> said(UUID transferId, Buffer message) {
        var roomId = rooms.get(transferId);
        var link = roomId == null ? null : links.get(roomId);
        return link == null ? unknown(roomId, transferId) : link.said(message);
    }

    private Uni<Void> unknown(@Nullable String roomId, UUID transferId) {
        return socket.send(services.frames()
                .error("unknown_transfer", "there was no frame about this transfer before", roomId, transferId));
    }

    private Uni<Void> error(String code, String detail, RoomFrame frame) {
        return socket.send(services.frames().error(code, detail, frame.roomId(), frame.transferId()));
    }

    /** Tells the client that a frame was not passed on. */
    void refuse(Refusal refusal, String roomId, @Nullable UUID transferId) {
        socket.send(services.frames().error(refusal.code(), refusal.detail(), roomId, transferId))
                .subscribe()
                .with(_ -> {}, _ -> {});
    }

    /** A text frame came over the link of this room. */
    void heard(String roomId, String text) {
        if (text.length() <= MAX_CONTROL_CHARS) remember(RoomFrame.read(text).transferId(), roomId);
        socket.send(text).subscribe().with(_ -> {}, _ -> {});
        holdIfFull();
    }

    /** A chunk came over a link. */
    void heard(Buffer message) {
        socket.send(message);
        holdIfFull();
    }

    private void remember(@Nullable UUID transferId, String roomId) {
        if (transferId == null) return;
        rooms.putLast(transferId, roomId);
        if (rooms.size() > MAX_TRANSFERS) rooms.pollFirstEntry();
    }

    boolean isHeld() {
        return held;
    }

    private void holdIfFull() {
        if (held || !socket.isFull()) return;
        held = true;
        links.values().forEach(Link::pause);
        socket.whenDrained(this::readOn);
    }

    /** Reads the links again, each time another one first. */
    private void readOn() {
        held = false;
        var all = new ArrayList<>(links.values());
        Collections.rotate(all, turns++);
        for (var link : all) {
            if (held) return; // what has just been read filled the socket again
            link.resume();
        }
    }

    void forget(String roomId) {
        links.remove(roomId);
    }

    /** The device's socket is closed. */
    public void close() {
        List.copyOf(links.values()).forEach(Link::close);
        links.clear();
    }
}
