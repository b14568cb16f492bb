package io.bitchat.files.download;

import io.bitchat.chunks.SealedChunk;
import io.bitchat.files.flow.DownloadMemory;
import java.nio.ByteBuffer;

/**
 * Buffers that one download uses again and again: its octets stay in the cache of the processor, and nothing has to be
 * cleared for each piece. Of opened pieces there are two, so that one is filled while the other is on its way to the client.
 * For one piece at a time.
 */
final class PieceBuffers {
    static final int RECORDS = DownloadMemory.PIECE_BYTES / SealedChunk.RECORD_BYTES;

    private final ByteBuffer sealed = ByteBuffer.allocate(RECORDS * (SealedChunk.RECORD_BYTES + SealedChunk.TAG_BYTES));
    private ByteBuffer opened = ByteBuffer.allocate(DownloadMemory.PIECE_BYTES);
    private ByteBuffer sent = ByteBuffer.allocate(DownloadMemory.PIECE_BYTES);

    /** For a piece as it is stored. */
    ByteBuffer sealed() {
        return sealed.clear();
    }

    /** For the next piece opened; what was in the one before the last is lost. */
    ByteBuffer opened() {
        var next = sent;
        sent = opened;
        opened = next;
        return next.clear();
    }
}
