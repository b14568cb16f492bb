package io.bitchat.files.transfer;

import io.bitchat.crypto.Bytes;
import io.bitchat.files.Files;
import io.bitchat.files.transfer.PermissionRoom.Who;
import io.bitchat.rooms.wire.ChunkFrame;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.bitchat.rooms.wire.ChunkHeader;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.UUID;

/** The frames of the permission tables. */
final class PermissionFrames {
    /** A frame that is always refused: its answer comes after those to the frames before it. */
    private static final String BARRIER = "barrier";

    private PermissionFrames() {}

    /**
     * Says a frame over a new link of the caller; one of a peer that is not in the room leads to a room of its own.
     *
     * @return the code of the refusal, or {@code ok}
     */
    static String say(PermissionRoom room, String frame, Who who, UUID transfer) {
        var target = Who.SENDER == who ? Who.RECEIVER : Who.SENDER;
        var itsRoom = who == Who.OTHER_PEER ? "room-" + Files.someone() : room.id();
        try (var present = room.link(target);
                var link = room.link(who, who, itsRoom)) {
            join(present);
            if (!itsRoom.equals(room.id())) join(link);
            barrier(link);
            link.forget();
            if (frame.equals("binary")) link.binary(chunk(transfer));
            else link.say(frame(link, frame, transfer, new Ends(room, who, target)));
            var end = barrier(link);
            return link.frames("error").stream()
                    .filter(error -> !end.equals(error.getString("transfer_id")))
                    .map(error -> error.getString("code"))
                    .findFirst()
                    .orElse("ok");
        }
    }

    private static void join(Device device) {
        device.say(device.frame("join-room", UUID.randomUUID()));
        device.hears("room-state");
    }

    /** Waits until everything that was said before is answered, and returns the id in the last answer. */
    private static String barrier(Device link) {
        var id = UUID.randomUUID();
        link.say(link.frame(BARRIER, id));
        link.hears("error", error -> id.toString().equals(error.getString("transfer_id")));
        return id.toString();
    }

    /** Who says a frame to whom. */
    private record Ends(PermissionRoom room, Who who, Who target) {}

    private static JsonObject frame(Device link, String name, UUID transfer, Ends ends) {
        var room = ends.room();
        if (name.equals("offer to nobody")) {
            return link.frame("offer", transfer).put("to", room.peer(Who.NO_TOKEN));
        }
        var frame = link.frame(name, transfer);
        return switch (name) {
            case "offer", "answer", "ice-candidate" -> frame.put("to", room.peer(ends.target()));
            case "file-share-credit" -> frame.put("credits", 1).put("confirmed", 0);
            case "file-share-retransmit" -> frame.put("chunk_index", 0);
            case "file-share-chunk" -> frame.mergeIn(PermissionRequests.chunk(transfer));
            case "file-share-offer" -> frame.mergeIn(room.offer(ends.who()));
            default -> frame;
        };
    }

    private static byte[] chunk(UUID transfer) {
        var content = new byte[PermissionRoom.SIZE];
        var header = ChunkHeader.of(transfer, 0, ByteBuffer.wrap(content));
        return ChunkFrameCodec.encode(new ChunkFrame(header, Bytes.copyOf(content)));
    }
}
