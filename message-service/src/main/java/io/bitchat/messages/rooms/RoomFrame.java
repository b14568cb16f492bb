package io.bitchat.messages.rooms;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is read here of a frame that belongs to a room; the rest is passed on as it is. Whether the frame is complete and
 * allowed is decided where it goes.
 *
 * @param roomId null if the frame has none
 * @param transferId null if the frame has none, or one that cannot be an id of a transfer
 */
public record RoomFrame(
        String type, @Nullable String roomId, @Nullable UUID transferId) {
    private static final String PREFIX = "file-share-";
    private static final String UPPER_CASE_PREFIX = "FILE_SHARE_";
    private static final Set<String> CHUNKS = Set.of("file-share-chunk", "FILE_SHARE_CHUNK");
    private static final Set<String> OTHERS = Set.of("join-room", "leave-room", "offer", "answer", "ice-candidate");
    private static final Set<String> SESSION_DESCRIPTIONS = Set.of("offer", "answer");
    private static final int UUID_CHARS = 36;
    private static final JsonFactory JSON = new JsonFactory();

    /** Whether a frame of this type belongs to a room. */
    public static boolean isType(String type) {
        return type.startsWith(PREFIX) || type.startsWith(UPPER_CASE_PREFIX) || OTHERS.contains(type);
    }

    /** Reads a frame without building a tree of it, because it may hold a chunk. No JSON object gives no type. */
    public static RoomFrame read(String text) {
        var type = "";
        String roomId = null;
        String transferId = null;
        try (var parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) return new RoomFrame("", null, null);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                var value = value(parser, name);
                switch (name) {
                    case "type" -> type = value == null ? "" : value;
                    case "room_id" -> roomId = value;
                    case "transfer_id" -> transferId = value;
                    default -> {}
                }
            }
        } catch (IOException _) {
            return new RoomFrame("", null, null);
        }
        return new RoomFrame(type, roomId, uuid(transferId));
    }

    private static @Nullable String value(JsonParser parser, String name) throws IOException {
        boolean isText = parser.nextToken() == JsonToken.VALUE_STRING;
        if (!isText) parser.skipChildren();
        return isText && !name.equals("data") ? parser.getText() : null;
    }

    private static @Nullable UUID uuid(@Nullable String text) {
        if (text == null || text.length() != UUID_CHARS) return null;
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    boolean belongsToARoom() {
        return isType(type);
    }

    /** Whether it carries a chunk of a file as base64. */
    public boolean isChunk() {
        return CHUNKS.contains(type);
    }

    /** Whether it carries a session description of WebRTC (RFC 8829), which names all candidates and media. */
    public boolean isSessionDescription() {
        return SESSION_DESCRIPTIONS.contains(type);
    }

    boolean joins() {
        return type.equals("join-room");
    }

    boolean leaves() {
        return type.equals("leave-room");
    }
}
