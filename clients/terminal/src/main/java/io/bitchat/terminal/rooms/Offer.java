package io.bitchat.terminal.rooms;

import io.bitchat.rooms.Chunking;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that somebody offers.
 *
 * @param receiver null if everybody in the room may accept
 * @param filename as the sender has it: no name to write to
 */
record Offer(UUID id, String room, String sender, @Nullable String receiver, String filename, Chunking chunking) {
    /** The offer of a frame or a note; empty if it is none. */
    static Optional<Offer> of(JsonObject json) {
        try {
            return Optional.of(new Offer(
                    UUID.fromString(json.getString("transfer_id", "")),
                    json.getString("room_id", ""),
                    json.getString("sender_id", ""),
                    json.getString("receiver_id"),
                    json.getString("filename", ""),
                    new Chunking(json.getLong("file_size", -1L), json.getInteger("chunk_size", 0))));
        } catch (IllegalArgumentException | ClassCastException _) {
            return Optional.empty();
        }
    }

    /** The same as a note. */
    JsonObject toJson() {
        return new JsonObject()
                .put("transfer_id", id.toString())
                .put("room_id", room)
                .put("sender_id", sender)
                .put("receiver_id", receiver)
                .put("filename", filename)
                .put("file_size", chunking.size())
                .put("chunk_size", chunking.chunkSize());
    }
}
