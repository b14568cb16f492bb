package io.bitchat.files.download;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Optional;

/** A part of a chunk that is read piece by piece for a client. It gives out only bytes that were authenticated. */
abstract class ChunkPieces {
    /** End of the wanted part within the chunk, exclusive. */
    final int to;
    /** Offset of the next byte within the chunk. */
    int at;

    /**
     * @param from offset of the first wanted byte within the chunk
     * @param to end of the wanted part, exclusive
     */
    ChunkPieces(int from, int to) {
        this.at = from;
        this.to = to;
    }

    /** Offset of the next byte within the chunk. */
    final int at() {
        return at;
    }

    final boolean hasNext() {
        return at < to;
    }

    /** Whether the chunk is already opened in memory, so that the methods below do not block. */
    abstract boolean isOpened();

    /**
     * Returns the next piece; on a worker thread, unless it {@link #isOpened}.
     *
     * @return empty if the stored bytes are not those that were sealed; else a piece that stays valid until the next
     *     but one is requested, or until this is closed
     */
    abstract Optional<Buffer> next() throws IOException;

    /**
     * Whether the whole chunk can be opened, not only the wanted part; on a worker thread, unless it {@link #isOpened}.
     * Does not change what {@link #next} returns.
     */
    abstract boolean isWhole() throws IOException;

    /** Idempotent. */
    abstract void close();
}
