package io.bitchat.files.download;

import io.bitchat.chunks.SealedChunk;
import io.bitchat.files.flow.DownloadMemory;
import java.nio.ByteBuffer;

/**
 * Buffers that one download reuses: they stay in the processor's cache, and need not be zeroed for each piece. There
 * are two for opened pieces, so that one is filled while the other is sent. The first pieces are short, and so are
 * their buffers: a client that reads nothing never causes long ones to be allocated. Handles one piece at a time.
 */
final class PieceBuffers {
    private static final int RECORDS = DownloadMemory.PIECE_BYTES / SealedChunk.RECORD_BYTES;
    /** More than the kernel buffers for a client that does not read. */
    private static final int SHORT_PIECES = 6;

    private static final int SEALED_RECORD = SealedChunk.RECORD_BYTES + SealedChunk.TAG_BYTES;

    private ByteBuffer sealed = ByteBuffer.allocate(0);
    private ByteBuffer opened = ByteBuffer.allocate(0);
    private ByteBuffer sent = ByteBuffer.allocate(0);
    private int begun;

    /** Maximum number of records in the next piece. */
    int recordsOfNext() {
        if (begun == SHORT_PIECES) return RECORDS;
        begun++;
        return 1;
    }

    /** Buffer for this many sealed records. */
    ByteBuffer sealed(int records) {
        sealed = withRoom(sealed, records * SEALED_RECORD);
        return sealed;
    }

    /** Buffer for this many opened records of the next piece; overwrites the piece before the last. */
    ByteBuffer opened(int records) {
        var next = withRoom(sent, records * SealedChunk.RECORD_BYTES);
        sent = opened;
        opened = next;
        return next;
    }

    /** Allocates on first use: a download of chunks that arrive opened needs no buffers. */
    private static ByteBuffer withRoom(ByteBuffer buffer, int bytes) {
        return buffer.capacity() < bytes ? ByteBuffer.allocate(bytes) : buffer.clear();
    }
}
