package io.bitchat.files.chunk;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bitchat.files.file.ChunkPresence;
import io.bitchat.files.file.ChunkState;
import io.bitchat.files.source.FileSource;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A stored chunk.
 *
 * @param chunkIndex from 0
 * @param chunkHash SHA-256 of its bytes, hexadecimal
 * @param chunkSize size in bytes
 * @param availableFrom peers that have it
 */
@Schema(name = "ChunkResponse")
record ChunkResponse(
        UUID id,
        String fileId,
        int chunkIndex,
        String chunkHash,
        int chunkSize,
        boolean uploaded,
        Instant uploadedAt,
        List<String> availableFrom) {
    static ChunkResponse of(ChunkState chunk) {
        return new ChunkResponse(
                chunk.id(),
                chunk.fileId(),
                chunk.index(),
                chunk.hash().toString(),
                chunk.size(),
                true,
                chunk.uploadedAt().orElseThrow(),
                chunk.availableFrom());
    }

    /**
     * State of a chunk in the list of all chunks.
     *
     * @param chunkHash empty if the chunk is missing
     * @param damaged true if the stored chunk could not be read, so that the same bytes must be sent again
     */
    @Schema(name = "ChunkStateResponse")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record State(
            int chunkIndex,
            String chunkHash,
            int chunkSize,
            boolean uploaded,
            List<String> availableFrom,
            @Nullable Boolean damaged) {
        private static final int MAX_STATES = 4_096;
        private static final int LIST_BYTES = 4 << 20;
        /** JSON size of a state whose only source is the uploader. */
        private static final int STATE_BYTES = 320;

        static State of(ChunkPresence chunk, List<FileSource> holders) {
            return chunk.stored()
                    ? new State(chunk.index(), chunk.hash(), chunk.size(), true, from(chunk, holders), null)
                    : new State(chunk.index(), "", chunk.size(), false, List.of(), chunk.damaged() ? true : null);
        }

        /** The uploader and the peers that announced this chunk. */
        private static List<String> from(ChunkPresence chunk, List<FileSource> holders) {
            if (holders.isEmpty()) return chunk.availableFrom();
            var said = holders.stream()
                    .filter(holder -> holder.chunks().contains(chunk.index()))
                    .map(FileSource::peerId);
            return Stream.concat(chunk.availableFrom().stream(), said)
                    .distinct()
                    .toList();
        }

        /** Maximum number of states in one response. Its size stays bounded even if all holders have all chunks. */
        static int most(List<FileSource> holders) {
            int longest = STATE_BYTES
                    + holders.stream()
                            .mapToInt(holder -> holder.peerId().length() + 3)
                            .sum();
            return Math.min(MAX_STATES, LIST_BYTES / longest);
        }

        static State missing(int index, int size) {
            return new State(index, "", size, false, List.of(), null);
        }
    }
}
