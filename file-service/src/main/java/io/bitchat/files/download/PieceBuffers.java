package io.bitchat.files.download;

import io.bitchat.chunks.SealedChunk;
import io.bitchat.files.flow.DownloadMemory;
import java.nio.ByteBuffer;

/**
 * Buffers that one download uses again and again: its bytes stay in the cache of the processor, and nothing has to be
 * cleared for each piece. Of opened pieces there are two, so that one is filled while the other is on its way to the client.
 * The first pieces are short, and so are their buffers: a client that reads nothing never comes to the longer ones. For one
 * piece at a time.
 */
final class PieceBuffers {
    private static final int RECORDS = DownloadMemory.PIECE_BYTES / SealedChunk.RECORD_BYTES;
    /** More than the system takes for a client that does not read. */
    private static final int SHORT_PIECES = 6;

    private static final int SEALED_RECORD = SealedChunk.RECORD_BYTES + SealedChunk.TAG_BYTES;

    private ByteBuffer sealed = ByteBuffer.allocate(0);
    private ByteBuffer opened = ByteBuffer.allocate(0);
    private ByteBuffer sent = ByteBuffer.allocate(0);
    private int begun;

    /** How many records the next piece has at most. */
    int recordsOfNext() {
        if (begun == SHORT_PIECES) return RECORDS;
        begun++;
        return 1;
    }

    /** For so many records as they are stored. */
    ByteBuffer sealed(int records) {
        sealed = withRoom(sealed, records * SEALED_RECORD);
        return sealed;
    }

    /** For so many records of the next piece, opened; what was in the one before the last is lost. */
    ByteBuffer opened(int records) {
        var next = withRoom(sent, records * SealedChunk.RECORD_BYTES);
        sent = opened;
        opened = next;
        return next;
    }

    /** A chunk that comes opened needs none, so they are made when they are. */
    private static ByteBuffer withRoom(ByteBuffer buffer, int bytes) {
        return buffer.capacity() < bytes ? ByteBuffer.allocate(bytes) : buffer.clear();
    }
}
