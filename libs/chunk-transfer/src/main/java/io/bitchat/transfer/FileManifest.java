package io.bitchat.transfer;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.chunks.ChunkPlan;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Description of a file, as a site answers {@code GET …/files/{file_id}}. It is not verified: only a caller that trusts
 * the source may rely on it.
 *
 * @param filename name for people, as the source gives it
 * @param merkleRoot root of the tree over the chunks' hashes
 */
public record FileManifest(String filename, ChunkPlan plan, String mimeType, ChunkHash merkleRoot) {
    private static final int MAX_TEXT = 255;

    /** Parses a response; empty if a field is missing or out of range, or if the file is not complete there. */
    static Optional<FileManifest> parse(JsonObject answer) {
        try {
            var plan = new ChunkPlan(answer.getLong("file_size", 0L), answer.getInteger("chunk_size", 0));
            var filename = answer.getString("filename", "");
            var mimeType = answer.getString("mime_type", "");
            if (filename.isEmpty() || filename.length() > MAX_TEXT || !isStorable(filename)) return Optional.empty();
            if (mimeType.length() > MAX_TEXT || !isPrintable(mimeType)) return Optional.empty();
            return ChunkHash.parse(answer.getString("merkle_root", ""))
                    .map(root -> new FileManifest(filename, plan, mimeType, root));
        } catch (IllegalArgumentException | ClassCastException | NullPointerException _) {
            return Optional.empty();
        }
    }

    /** An unpaired surrogate cannot be encoded, and PostgreSQL cannot store U+0000. */
    private static boolean isStorable(String text) {
        return text.codePoints()
                .noneMatch(
                        point -> point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE));
    }

    /** The media type is sent in HTTP headers. */
    private static boolean isPrintable(String text) {
        return text.chars().allMatch(letter -> letter >= ' ' && letter <= '~');
    }
}
