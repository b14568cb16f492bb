package io.bitchat.files.download;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.Optional;

/** A part of a chunk on its way to a client. What is given out is bytes of what was sealed, and nothing else. */
abstract class ChunkPieces {
    /** The one after the last byte that is wanted. */
    final int to;
    /** The byte of the chunk that comes next. */
    int at;

    /**
     * @param from the first byte of the chunk that is wanted
     * @param to the one after the last
     */
    ChunkPieces(int from, int to) {
        this.at = from;
        this.to = to;
    }

    /** The byte of the chunk that comes next. */
    final int at() {
        return at;
    }

    final boolean hasNext() {
        return at < to;
    }

    /** Whether it is in memory already, so that nothing below waits. */
    abstract boolean isOpened();

    /**
     * The next piece; on a worker thread, unless it {@link #isOpened}.
     *
     * @return empty where what is stored is not what was sealed; else a piece that stays as it is until the one after the
     *     next is asked for, or until this is closed
     */
    abstract Optional<Buffer> next() throws IOException;

    /**
     * Whether all of the chunk opens, whatever part of it is wanted; on a worker thread, unless it {@link #isOpened}. What
     * comes next stays the same.
     */
    abstract boolean isWhole() throws IOException;

    /** May be called again. */
    abstract void close();
}
