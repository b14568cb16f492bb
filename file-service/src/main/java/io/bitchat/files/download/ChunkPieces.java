package io.bitchat.files.download;

import io.bitchat.chunks.FileKey;
import io.bitchat.chunks.SealedChunk;
import io.bitchat.files.file.ChunkState;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.flow.DownloadMemory;
import io.bitchat.files.store.StoredObject;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A part of a chunk, opened a few records at a time. A record that opens is one of the octets with the chunk's hash, so that
 * nothing else is given out though the chunk is never in memory as a whole.
 */
final class ChunkPieces {
    private static final int RECORD = SealedChunk.RECORD_BYTES;
    private static final int SEALED_RECORD = RECORD + SealedChunk.TAG_BYTES;
    private static final int RECORDS_AT_ONCE = DownloadMemory.PIECE_BYTES / RECORD;
    /** Octets of a buffer for one piece as it is stored. */
    static final int SEALED_BYTES = RECORDS_AT_ONCE * SEALED_RECORD;

    private final StoredObject object;
    private final SealedChunk.Opening opening;
    private final int length;
    private final int to;
    private int at;
    private boolean begun;

    /**
     * @param from the first octet of the chunk that is wanted
     * @param to the one after the last
     */
    ChunkPieces(StoredObject object, StoredFile file, FileKey key, ChunkState chunk, int from, int to) {
        this.object = object;
        this.length = file.plan().length(chunk.index());
        this.opening = new SealedChunk.Opening(key, file.placeOf(chunk.index(), chunk.hash()), length);
        this.at = from;
        this.to = to;
    }

    /** The octet of the chunk that comes next. */
    int at() {
        return at;
    }

    boolean hasNext() {
        return at < to;
    }

    /**
     * Reads and opens the next piece; on a worker thread.
     *
     * @param sealed for what is stored; nobody else uses it meanwhile
     * @return empty where what is stored is not what was sealed
     */
    Optional<Buffer> next(ByteBuffer sealed) throws IOException {
        if (!begun && !begin()) return Optional.empty();
        begun = true;
        int first = at / RECORD;
        int end = Math.min(first + RECORDS_AT_ONCE, Math.ceilDiv(to, RECORD));
        object.read(sealed.clear(), SealedChunk.HEAD_BYTES + (long) first * SEALED_RECORD);
        sealed.flip();
        var opened = ByteBuffer.allocate(Math.min(length, end * RECORD) - first * RECORD);
        for (int record = first; record < end; record++) {
            if (!opening.open(record, sealed, opened)) return Optional.empty();
        }
        int from = at - first * RECORD;
        at = Math.min(to, end * RECORD);
        return Optional.of(Buffer.buffer(Unpooled.wrappedBuffer(opened.array(), from, at - first * RECORD - from)));
    }

    private boolean begin() throws IOException {
        if (object.length() != SealedChunk.sealedLength(length)) return false;
        var head = ByteBuffer.allocate(SealedChunk.HEAD_BYTES);
        object.read(head, 0);
        return !head.hasRemaining() && opening.begin(head.array());
    }

    void close() {
        object.close();
    }
}
