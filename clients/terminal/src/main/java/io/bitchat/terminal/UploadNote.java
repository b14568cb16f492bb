package io.bitchat.terminal;

import io.bitchat.chunks.ChunkHash;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Remembers an upload that is under way, so that the same command goes on with it. Only its owner reads the note. */
final class UploadNote {
    private final Path note;
    private final JsonObject state;

    private UploadNote(Path note, JsonObject state) {
        this.note = note;
        this.state = state;
    }

    /** @param what is sent, where to and as whom: the same command has the same note */
    static UploadNote of(Path folder, Path file, String... what) throws IOException {
        var path = file.toRealPath();
        var name = ChunkHash.of((path + "\n" + String.join("\n", what)).getBytes(StandardCharsets.UTF_8));
        var state = new JsonObject()
                .put("file", path.toString())
                .put("size", Files.size(path))
                .put("modified", Files.getLastModifiedTime(path).toMillis());
        return new UploadNote(folder.resolve(name + ".json"), state);
    }

    /** What was noted of this very file: another length or time of change is another file. */
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
