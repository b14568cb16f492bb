package io.bitchat.files.spool;

import io.bitchat.files.chunk.PieceParts;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A piece of a file that chunks fill, until it is in the store. */
final class GatheredPiece {
    final int index;
    final byte[] bytes;
    /** Completes when it is being written. */
    final CompletableFuture<@Nullable Void> begun = new CompletableFuture<>();
    /** Completes when it is in the store. */
    final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

    int filled;

    GatheredPiece(int index, int length) {
        this.index = index;
        this.bytes = new byte[length];
    }

    /** Adds the part of a chunk. */
    void fill(PieceParts part, Buffer message) {
        int from = ChunkFrameCodec.HEADER_BYTES + part.inChunk();
        message.getBytes(from, from + part.length(), bytes, part.inPiece());
        filled += part.length();
    }

    boolean isFull() {
        return filled == bytes.length;
    }

    /** Completes when all have completed; fails if one fails. */
    static Uni<Void> all(Stream<CompletableFuture<@Nullable Void>> these) {
        var all = CompletableFuture.allOf(these.toArray(CompletableFuture[]::new));
        return Uni.createFrom().completionStage(() -> all);
    }
}
