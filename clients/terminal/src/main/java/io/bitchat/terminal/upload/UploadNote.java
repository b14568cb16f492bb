package io.bitchat.terminal.upload;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.terminal.Failure;
import io.bitchat.terminal.Link;
import io.bitchat.terminal.OwnFile;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A note about an unfinished upload, so that the same command resumes it. Only its owner can read it. */
final class UploadNote {
    private final Path note;
    private final JsonObject state;

    private UploadNote(Path note, JsonObject state) {
        this.note = note;
        this.state = state;
    }

    /** @param what options that identify the command (target and peer): the same command has the same note */
    static UploadNote of(Path folder, Path file, String... what) throws IOException {
        var path = file.toRealPath();
        var name = ChunkHash.of((path + "\n" + String.join("\n", what)).getBytes(StandardCharsets.UTF_8));
        var state = new JsonObject()
                .put("file", path.toString())
                .put("size", Files.size(path))
                .put("modified", Files.getLastModifiedTime(path).toMillis());
        return new UploadNote(folder.resolve(name + ".json"), state);
    }

    /** The link noted for this file; a different size or modification time means another file. */
    Optional<Link> read() {
        try {
            var noted = new JsonObject(Files.readString(note));
            var link = Link.parse(noted.getString("link", ""));
            noted.remove("link");
            return noted.equals(new JsonObject(state.encode())) ? Optional.of(link) : Optional.empty();
        } catch (IOException | DecodeException | ClassCastException | Failure _) {
            return Optional.empty();
        }
    }

    void write(Link link) throws IOException {
        OwnFile.write(note, state.copy().put("link", link.toString()).encodePrettily());
    }

    void delete() throws IOException {
        Files.deleteIfExists(note);
    }
}
