package io.bitchat.files.download;

import io.bitchat.chunks.SealedChunk;
import io.bitchat.files.store.ByteArrayPool;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a chunk that was opened record by record while it was received, on the receiving thread. The sealed chunk
 * is never in memory as a whole, and the opened bytes are still in the processor's cache.
 */
final class OpenedPieces extends ChunkPieces {
    private final ByteArrayPool pool;
    private final boolean whole;
    private byte @Nullable [] chunk;

    private OpenedPieces(ByteArrayPool pool, byte[] chunk, boolean whole, int from, int to) {
        super(from, to);
        this.pool = pool;
        this.chunk = chunk;
        this.whole = whole;
    }

    /**
     * Opens a whole chunk; blocks until it is received.
     *
     * @param sealed the chunk as it is stored
     * @param length length of the chunk in bytes
     * @param from offset of the first wanted byte within the chunk
     * @param to end of the wanted part, exclusive
     * @param pool that lends the chunk's array until this is closed
     */
    static OpenedPieces of(
            InputStream sealed, SealedChunk.Opening opening, int length, int from, int to, ByteArrayPool pool)
            throws IOException {
        var chunk = pool.take(length);
        try {
            boolean whole = opens(sealed, opening, length, chunk);
            return new OpenedPieces(pool, chunk, whole, from, to);
        } catch (IOException e) {
            pool.giveBack(chunk);
            throw e;
        }
    }

    private static boolean opens(InputStream sealed, SealedChunk.Opening opening, int length, byte[] chunk)
            throws IOException {
        var head = sealed.readNBytes(SealedChunk.HEAD_BYTES);
        if (head.length < SealedChunk.HEAD_BYTES || !opening.begin(head)) return false;
        var spare = new byte[SealedChunk.sealedRecord(length, 0)];
        var opened = ByteBuffer.wrap(chunk, 0, length);
        int record = 0;
        do {
            int size = SealedChunk.sealedRecord(length, record);
            if (sealed.readNBytes(spare, 0, size) < size) return false;
            if (!opening.open(record++, ByteBuffer.wrap(spare, 0, size), opened)) return false;
        } while (opened.hasRemaining());
        return sealed.read() < 0;
    }

    @Override
    boolean isOpened() {
        return true;
    }

    /** Returns all remaining bytes. */
    @Override
    Optional<Buffer> next() {
        if (!whole || chunk == null) return Optional.empty();
        int from = at;
        at = to;
        return Optional.of(Buffer.buffer(Unpooled.wrappedBuffer(chunk, from, to - from)));
    }

    @Override
    boolean isWhole() {
        return whole;
    }

    @Override
    void close() {
        if (chunk != null) pool.giveBack(chunk);
        chunk = null;
    }
}
