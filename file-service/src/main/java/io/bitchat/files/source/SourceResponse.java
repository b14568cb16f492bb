package io.bitchat.files.source;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A peer that has announced chunks of a file.
 *
 * @param url where the chunks can be requested; absent if they cannot
 * @param chunks ranges with inclusive ends
 */
@Schema(name = "FileSourceResponse")
record SourceResponse(
        String fileId,
        String peerId,
        @Nullable String url,
        List<List<Integer>> chunks,
        int heldChunks,
        Instant announcedAt) {
    static SourceResponse of(FileSource source) {
        return new SourceResponse(
                source.fileId(),
                source.peerId(),
                source.url().orElse(null),
                source.chunks().ranges().stream()
                        .map(range -> List.of(range.first(), range.last()))
                        .toList(),
                source.chunks().size(),
                source.announcedAt());
    }
}
