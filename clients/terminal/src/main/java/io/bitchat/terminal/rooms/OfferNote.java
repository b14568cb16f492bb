package io.bitchat.terminal.rooms;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.terminal.OwnFile;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** A note about an offer, so that the same command goes on with it. Only its owner can read it. */
final class OfferNote {
    private final Path note;
    private final JsonObject content;

    private OfferNote(Path note, JsonObject content) {
        this.note = note;
        this.content = content;
    }

    /** @param what options that identify the command (site, peer, room, receiver): the same command has the same note */
    static OfferNote of(Path folder, Path path, OfferedFile file, String... what) throws IOException {
        var real = path.toRealPath().toString();
        var name = ChunkHash.of((real + "\n" + String.join("\n", what)).getBytes(StandardCharsets.UTF_8));
        var content =
                new JsonObject().put("file", real).put("size", file.size()).put("sha256", file.sha256());
        return new OfferNote(folder.resolve(name + ".json"), content);
    }

    /** The transfer that was begun for this content. */
    Optional<UUID> read() {
        try {
            var noted = new JsonObject(Files.readString(note));
            var id = UUID.fromString(String.valueOf(noted.remove("transfer_id")));
            return noted.equals(new JsonObject(content.encode())) ? Optional.of(id) : Optional.empty();
        } catch (IOException | DecodeException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Must be called before the offer is made. */
    void write(UUID transfer) throws IOException {
        OwnFile.write(
                note, content.copy().put("transfer_id", transfer.toString()).encodePrettily());
    }

    void delete() throws IOException {
        Files.deleteIfExists(note);
    }
}
