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
    private static final int SEALED_BYTES = RECORDS * (SealedChunk.RECORD_BYTES + SealedChunk.TAG_BYTES);

    private ByteBuffer sealed = ByteBuffer.allocate(0);
    private ByteBuffer opened = ByteBuffer.allocate(0);
    private ByteBuffer sent = ByteBuffer.allocate(0);

    /** For a piece as it is stored. */
    ByteBuffer sealed() {
        sealed = withRoom(sealed, SEALED_BYTES);
        return sealed;
    }

    /** For the next piece opened; what was in the one before the last is lost. */
    ByteBuffer opened() {
        var next = withRoom(sent, DownloadMemory.PIECE_BYTES);
        sent = opened;
        opened = next;
        return next;
    }

    /** A chunk that comes opened needs none, so they are made when they are. */
    private static ByteBuffer withRoom(ByteBuffer buffer, int octets) {
        return buffer.capacity() < octets ? ByteBuffer.allocate(octets) : buffer.clear();
    }
}
