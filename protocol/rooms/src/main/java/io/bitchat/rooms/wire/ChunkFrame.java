package io.bitchat.rooms.wire;

import io.bitchat.crypto.Bytes;
import io.bitchat.rooms.Chunking;
import java.util.UUID;

/**
 * A chunk on the wire.
 *
 * @param content 1 to {@value Chunking#MAX_CHUNK_SIZE} bytes
 */
public record ChunkFrame(ChunkHeader header, Bytes content) {
    public ChunkFrame {
        if (content.size() < 1 || content.size() > Chunking.MAX_CHUNK_SIZE)
            throw new IllegalArgumentException("a chunk of " + content.size() + " bytes");
    }

    /** The frame of these bytes with their true hash. */
    public static ChunkFrame of(UUID transfer, long index, Bytes content) {
        return new ChunkFrame(ChunkHeader.of(transfer, index, content.toBuffer()), content);
    }

    /** Whether the content has the hash of the header. */
    public boolean isIntact() {
        return header.matches(content.toBuffer());
    }
}
