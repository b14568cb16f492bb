package io.bitchat.rooms.wire;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.Sha256;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What comes before the content of a chunk.
 *
 * @param index unsigned 32 bits; whether there is such a chunk is not known here
 * @param sha256 the {@value Sha256#DIGEST_BYTES} bytes that the sender gives as SHA-256 of the content
 */
public record ChunkHeader(UUID transfer, long index, Bytes sha256) {
    public static final long MAX_INDEX = 0xffff_ffffL;

    public ChunkHeader {
        if (index < 0 || index > MAX_INDEX) throw new IllegalArgumentException("index " + index);
        if (sha256.size() != Sha256.DIGEST_BYTES) throw new IllegalArgumentException("a hash of " + sha256.size());
    }

    /** The header of this content, with its true hash. */
    public static ChunkHeader of(UUID transfer, long index, ByteBuffer content) {
        return new ChunkHeader(transfer, index, sha256(content));
    }

    /** Whether the content has the hash of the header. Reads all of the content, and leaves its position unchanged. */
    public boolean matches(ByteBuffer content) {
        return sha256(content).equals(sha256);
    }

    private static Bytes sha256(ByteBuffer content) {
        var digest = Sha256.newDigest();
        digest.update(content.duplicate());
        return Bytes.copyOf(digest.digest());
    }
}
