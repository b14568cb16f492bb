package io.bitchat.bench.files;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.MerkleTree;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A file that played sources offer, and its description as sites give it.
 *
 * @param hashes hashes of its chunks, in order
 */
record OfferedFile(String id, FileContent content, List<ChunkHash> hashes) {
    /** Hashes the whole content, which takes a while. */
    static OfferedFile of(String id, FileContent content) {
        var hashes = IntStream.range(0, content.chunks())
                .mapToObj(index -> ChunkHash.of(content.bytes(index)))
                .toList();
        return new OfferedFile(id, content, hashes);
    }

    /** The same file under another id. */
    OfferedFile as(String other) {
        return new OfferedFile(other, content, hashes);
    }

    ChunkHash root() {
        return new MerkleTree(hashes).root();
    }

    JsonObject description() {
        return new JsonObject()
                .put("file_id", id)
                .put("filename", "bench.bin")
                .put("file_size", content.size())
                .put("chunk_size", FileContent.CHUNK)
                .put("mime_type", "application/octet-stream")
                .put("status", "completed")
                .put("merkle_root", root().toString());
    }

    /** The states of a range of chunks, all stored. */
    JsonArray states(int from, int limit) {
        int to = (int) Math.min(content.chunks(), (long) from + limit);
        return new JsonArray(IntStream.range(from, to).mapToObj(this::state).toList());
    }

    private JsonObject state(int index) {
        return new JsonObject()
                .put("chunk_index", index)
                .put("chunk_hash", hashes.get(index).toString())
                .put("chunk_size", FileContent.CHUNK)
                .put("uploaded", true)
                .put("available_from", new JsonArray());
    }
}
