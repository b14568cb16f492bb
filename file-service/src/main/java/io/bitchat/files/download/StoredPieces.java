package io.bitchat.files.download;

import io.bitchat.chunks.SealedChunk;
import io.bitchat.files.store.StoredObject;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A part of a stored chunk, opened a few records at a time. A record that opens belongs to the chunk's hash. So no
 * other bytes are given out, although the chunk is never in memory as a whole.
 */
final class StoredPieces extends ChunkPieces {
    private static final int RECORD = SealedChunk.RECORD_BYTES;
    private static final int SEALED_RECORD = RECORD + SealedChunk.TAG_BYTES;

    private final StoredObject object;
    private final SealedChunk.Opening opening;
    private final int length;
    private final PieceBuffers buffers;
    private boolean begun;

    /**
     * @param length length of the chunk in bytes
     * @param from offset of the first wanted byte within the chunk
     * @param to end of the wanted part, exclusive
     * @param buffers that hold a piece until the next but one is opened into them
     */
    StoredPieces(StoredObject object, SealedChunk.Opening opening, int length, int from, int to, PieceBuffers buffers) {
        super(from, to);
        this.object = object;
        this.opening = opening;
        this.length = length;
        this.buffers = buffers;
    }

    @Override
    boolean isOpened() {
        return false;
    }

    @Override
    Optional<Buffer> next() throws IOException {
        int first = at / RECORD;
        int end = Math.min(first + buffers.recordsOfNext(), Math.ceilDiv(to, RECORD));
        var opened = buffers.opened(end - first);
        if (!open(first, end, buffers.sealed(end - first), opened)) return Optional.empty();
        buffers.isNext();
        int from = at - first * RECORD;
        at = Math.min(to, end * RECORD);
        return Optional.of(Buffer.buffer(Unpooled.wrappedBuffer(opened.array(), from, at - first * RECORD - from)));
    }

    @Override
    boolean isWhole() throws IOException {
        int records = Math.ceilDiv(length, RECORD);
        for (int record = 0; record < records; record++) {
            if (!open(record, record + 1, buffers.sealed(1), buffers.opened(1))) return false;
        }
        return true;
    }

    private boolean open(int first, int end, ByteBuffer spare, ByteBuffer opened) throws IOException {
        if (!begun && !begin(spare)) return false;
        begun = true;
        long stored = SealedChunk.HEAD_BYTES + (long) first * SEALED_RECORD;
        var sealed = object.read(stored, (end - first) * SEALED_RECORD, spare.clear());
        for (int record = first; record < end; record++) {
            if (!opening.open(record, sealed, opened)) return false;
        }
        return true;
    }

    private boolean begin(ByteBuffer spare) throws IOException {
        if (object.length() != SealedChunk.sealedLength(length)) return false;
        var stored = object.read(0, SealedChunk.HEAD_BYTES, spare);
        if (stored.remaining() < SealedChunk.HEAD_BYTES) return false;
        var head = new byte[SealedChunk.HEAD_BYTES];
        stored.get(head);
        return opening.begin(head);
    }

    @Override
    void close() {
        object.close();
    }
}
