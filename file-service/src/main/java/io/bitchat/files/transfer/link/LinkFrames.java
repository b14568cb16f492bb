package io.bitchat.files.transfer.link;

import io.bitchat.files.rooms.Rooms;
import io.bitchat.files.transfer.OfferRequest;
import io.bitchat.files.transfer.Offers;
import io.bitchat.files.transfer.RefusalText;
import io.bitchat.files.transfer.live.FrameJson;
import io.bitchat.files.transfer.live.Link;
import io.bitchat.files.transfer.live.LiveRoom;
import io.bitchat.files.transfer.live.LiveRooms;
import io.bitchat.files.transfer.live.RunningTransfer;
import io.bitchat.kit.limit.RequestLimits;
import io.bitchat.kit.problem.FailureClassifier;
import io.bitchat.kit.problem.Problem;
import io.bitchat.rooms.Refusal;
import io.bitchat.rooms.transfer.Input;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.bitchat.rooms.wire.ChunkHeader;
import io.bitchat.rooms.wire.Decoded;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers what comes over links: docs/protocols/rooms.md, sections 3 and 5. */
@ApplicationScoped
class LinkFrames {
    private static final Pattern UUID_TEXT = Pattern.compile(OfferRequest.UUID_REGEX);
    private static final int MAX_TARGET = 128;

    private final Offers offers;
    private final Rooms rooms;
    private final LiveRooms live;
    private final RequestLimits limits;

    LinkFrames(Offers offers, Rooms rooms, LiveRooms live, RequestLimits limits) {
        this.offers = offers;
        this.rooms = rooms;
        this.live = live;
        this.limits = limits;
    }

    /** The rooms that links lead to. */
    LiveRooms live() {
        return live;
    }

    /** Handles a text message, on the loop of the room. Completes when the next message may be handled. */
    Uni<Void> text(LiveRoom room, LinkSocket link, String text) {
        JsonObject frame;
        try {
            frame = new JsonObject(text);
        } catch (DecodeException _) {
            error(link, room, null, "malformed_json", "a frame must be a JSON object");
            return Uni.createFrom().voidItem();
        }
        var transfer = idOf(frame);
        return Uni.createFrom()
                .deferred(() -> frame(room, link, frame, transfer))
                .onFailure()
                .recoverWithItem(failure -> {
                    refuse(room, link, transfer, failure);
                    return null;
                });
    }

    private Uni<Void> frame(LiveRoom room, LinkSocket link, JsonObject frame, @Nullable UUID transfer) {
        var type = typeOf(frame);
        switch (type) {
            case "file-share-offer" -> {
                return offer(room, link, frame);
            }
            case "join-room" -> {
                return join(room, link);
            }
            case "leave-room" -> room.leave(link);
            case "offer", "answer", "ice-candidate" -> signal(room, link, frame);
            default -> {
                if (transfer == null) throw unknown(frame);
                var running = room.find(transfer).orElseThrow(() -> unknown(frame));
                if (type.equals("file-share-chunk")) chunk(room, link, running, ChunkJson.read(frame, transfer));
                else return move(link, running, frame, type);
            }
        }
        return Uni.createFrom().voidItem();
    }

    /** The canonical name: {@code FILE_SHARE_OFFER} means {@code file-share-offer}. */
    private static String typeOf(JsonObject frame) {
        return frame.getValue("type") instanceof String type
                ? type.toLowerCase(Locale.ROOT).replace('_', '-')
                : "";
    }

    private static @Nullable UUID idOf(JsonObject frame) {
        return frame.getValue("transfer_id") instanceof String text
                        && UUID_TEXT.matcher(text).matches()
                ? UUID.fromString(text)
                : null;
    }

    private static Problem unknown(JsonObject frame) {
        var type = typeOf(frame);
        return type.startsWith("file-share-")
                ? Problem.of(404, "unknown_transfer", "the room has no running transfer of this transfer_id")
                : Problem.of(400, "unknown_frame", "type is not one of a room");
    }

    // --- offers and presence

    private Uni<Void> offer(LiveRoom room, LinkSocket link, JsonObject frame) {
        limits.chargePeer(link.peerId());
        return offers.make(room.id(), request(frame).from(link.peerId()))
                .invoke(offered -> room.execute(() -> {
                    room.find(offered.row().id()).ifPresent(transfer -> acts(transfer, link));
                    if (!offered.isNew()) link.send(offered.frame());
                }))
                .replaceWithVoid();
    }

    private static OfferRequest request(JsonObject frame) {
        return new OfferRequest(
                JsonFields.text(frame, "transfer_id"),
                "",
                JsonFields.text(frame, "receiver_id"),
                JsonFields.required("filename", JsonFields.text(frame, "filename")),
                JsonFields.text(frame, "mime_type"),
                JsonFields.required("file_size", JsonFields.number(frame, "file_size")),
                JsonFields.integer(frame, "chunk_size"),
                JsonFields.flag(frame, "store"));
    }

    private Uni<Void> join(LiveRoom room, LinkSocket link) {
        if (room.room().has(link.peerId())) {
            joined(room, link);
            return Uni.createFrom().voidItem();
        }
        limits.chargePeer(link.peerId());
        return rooms.join(room.id(), link.peerId())
                .invoke(made -> live.in(made, place -> {
                    place.update(made);
                    joined(place, link);
                }))
                .replaceWithVoid();
    }

    private static void joined(LiveRoom room, LinkSocket link) {
        room.join(link);
        link.send(room.state());
    }

    /** Passes WebRTC's signals (RFC 8829) on to the devices of one participant that have joined. */
    private static void signal(LiveRoom room, LinkSocket link, JsonObject frame) {
        if (!(frame.getValue("to") instanceof String to) || to.length() > MAX_TARGET) {
            throw Problem.invalid("to", "must name a participant");
        }
        requireIn(room, link.peerId());
        var targets = room.room().has(to) ? room.joinedOf(to) : List.<Link>of();
        if (targets.isEmpty()) throw Problem.of(404, "not_present", "'" + to + "' has not joined the room");
        if (targets.stream().anyMatch(Link::isFull)) {
            throw Problem.of(429, "slow_receiver", "'" + to + "' does not read what it is sent; try again");
        }
        var text = frame.put("from", link.peerId()).put("room_id", room.id()).encode();
        targets.forEach(target -> target.send(text));
    }

    private static void requireIn(LiveRoom room, String peer) {
        if (!room.room().has(peer)) throw Rooms.notIn(room.id(), peer);
    }

    // --- transfers

    private static Uni<Void> move(LinkSocket link, RunningTransfer transfer, JsonObject frame, String type) {
        var move = MoveJson.read(link.peerId(), frame, type)
                .orElseThrow(() -> Problem.of(400, "unknown_frame", "type is not one of a transfer"));
        if (frame.getValue("encoding") instanceof String encoding) link.sendJson(encoding.equals("base64"));
        if (isByDevice(move)) acts(transfer, link);
        return Uni.createFrom()
                .emitter(done -> transfer.move(move, refusal -> {
                    if (refusal.isPresent()) done.fail(problem(refusal.get()));
                    else done.complete(null);
                }));
    }

    /** Whether only the device that has the file, or receives it, does this. */
    private static boolean isByDevice(Input.Move move) {
        return switch (move) {
            case Input.Accept _, Input.Credit _, Input.Complete _, Input.Retransmit _, Input.Chunk _ -> true;
            case Input.Reject _, Input.Pause _, Input.Resume _, Input.Cancel _, Input.Collect _ -> false;
        };
    }

    private static void acts(RunningTransfer transfer, LinkSocket link) {
        if (!transfer.mayAct(link.peerId())) return;
        for (var event : transfer.connections().acts(link)) {
            transfer.stopSending(link.peerId());
            transfer.happened(event);
        }
    }

    /** Handles a binary message, on the loop of the room. */
    void binary(LiveRoom room, LinkSocket link, Buffer message) {
        var decoded = ChunkFrameCodec.decodeHeader(header(message));
        switch (decoded) {
            case Decoded.Malformed<ChunkHeader>(var fault) ->
                error(
                        link,
                        room,
                        null,
                        fault.wire(),
                        "a binary message must be a chunk: 53 bytes, then 1 to 1,048,576");
            case Decoded.Complete<ChunkHeader>(var header) -> {
                var transfer = room.find(header.transfer());
                if (transfer.isEmpty()) {
                    error(link, room, header.transfer(), "unknown_transfer", "the room has no such running transfer");
                } else {
                    chunk(room, link, transfer.get(), header, message);
                }
            }
        }
    }

    private static ByteBuffer header(Buffer message) {
        return message.getByteBuf().nioBuffer();
    }

    private static void chunk(LiveRoom room, LinkSocket link, RunningTransfer transfer, Buffer message) {
        if (ChunkFrameCodec.decodeHeader(header(message)) instanceof Decoded.Complete<ChunkHeader>(var header)) {
            chunk(room, link, transfer, header, message);
        }
    }

    private static void chunk(
            LiveRoom room, LinkSocket link, RunningTransfer transfer, ChunkHeader header, Buffer message) {
        acts(transfer, link);
        var content = header(message).position(ChunkFrameCodec.HEADER_BYTES).slice();
        // others are refused whatever they send, so their bytes are not worth a hash
        boolean isIntact = transfer.offer().sender().equals(link.peerId()) && header.matches(content);
        var chunk = new Input.Chunk(link.peerId(), header.index(), content.remaining(), isIntact, Input.Way.SOCKET);
        transfer.chunk(chunk, message, refusal -> refusal
                // the transfer has asked for it once more, or has failed
                .filter(why -> why != Refusal.CHECKSUM_MISMATCH)
                .ifPresent(why -> error(link, room, header.transfer(), why.wire(), RefusalText.of(why))));
    }

    // --- errors

    private static Problem problem(Refusal refusal) {
        return Problem.of(refusal.status(), refusal.wire(), RefusalText.of(refusal));
    }

    private static void refuse(LiveRoom room, LinkSocket link, @Nullable UUID transfer, Throwable failure) {
        if (failure instanceof Problem problem) {
            error(link, room, transfer, problem.code(), problem.detail());
        } else if (FailureClassifier.isOutage(failure)) {
            error(link, room, transfer, "dependency_unavailable", "a dependency does not answer; send it again");
        } else {
            Log.errorf(failure, "frame refused room=%s peer=%s", room.id(), link.peerId());
            error(link, room, transfer, "malformed_frame", "the frame could not be handled");
        }
    }

    private static void error(LinkSocket link, LiveRoom room, @Nullable UUID transfer, String code, String detail) {
        var frame = FrameJson.begin("error", room.id()).put("code", code).put("detail", detail);
        Optional.ofNullable(transfer).ifPresent(id -> frame.put("transfer_id", id.toString()));
        link.send(frame.encode());
    }
}
