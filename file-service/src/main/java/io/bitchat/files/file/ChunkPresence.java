package io.bitchat.files.file;

import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * A chunk in the list of all chunks of a file. There may be a million of them, so only few columns are read.
 *
 * @param hash SHA-256 of its bytes, hexadecimal
 * @param size size in bytes
 * @param stored whether it can be read
 * @param damaged whether the stored chunk could not be read, so that the same bytes must be sent again
 * @param availableFrom peers that have it
 */
public record ChunkPresence(
        int index, String hash, int size, boolean stored, boolean damaged, List<String> availableFrom) {
    /** Reads the rows of one file. Nearly all of them name the same peers, so the last list is reused. */
    static List<ChunkPresence> all(Iterable<Row> rows, int count) {
        var all = new ArrayList<ChunkPresence>(count);
        String lastText = "[]";
        List<String> last = List.of();
        for (var row : rows) {
            var text = row.getString(5);
            if (!text.equals(lastText)) {
                last = StoredFile.texts(new JsonArray(text));
                lastText = text;
            }
            all.add(new ChunkPresence(
                    row.getInteger(0),
                    row.getString(1),
                    row.getInteger(2),
                    row.getBoolean(3),
                    row.getBoolean(4),
                    last));
        }
        return all;
    }
}
