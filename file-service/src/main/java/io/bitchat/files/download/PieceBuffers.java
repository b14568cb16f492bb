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

    /**
     * Buffer for this many opened records of the next piece. The piece before, which may still be being sent, is in
     * the other buffer, and stays there until {@link #isNext}: a piece that does not open is opened here once more.
     */
    ByteBuffer opened(int records) {
        opened = withRoom(opened, records * SealedChunk.RECORD_BYTES);
        return opened;
    }

    /** The piece that was opened is given out; the next one overwrites the piece before it. */
    void isNext() {
        var before = sent;
        sent = opened;
        opened = before;
    }

    /** Allocates on first use: a download of chunks that arrive opened needs no buffers. */
    private static ByteBuffer withRoom(ByteBuffer buffer, int bytes) {
        return buffer.capacity() < bytes ? ByteBuffer.allocate(bytes) : buffer.clear();
    }
}
