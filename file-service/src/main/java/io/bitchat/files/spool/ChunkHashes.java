package io.bitchat.files.spool;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.Sha256;
import io.bitchat.rooms.wire.ChunkFrameCodec;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Optional;

/**
 * Hashes of chunks that were verified, so that a chunk that is read again is not hashed again. They take 32 bytes each; a
 * file of more than {@value #MAX_CHUNKS} chunks has none, nor has a chunk from before a restart. Thread-safe.
 */
final class ChunkHashes {
    static final int MAX_CHUNKS = 8_192;

    private final byte[] hashes;
    private final BitSet known = new BitSet();

    ChunkHashes(int chunks) {
        hashes = new byte[chunks > MAX_CHUNKS ? 0 : chunks * Sha256.DIGEST_BYTES];
    }

    /** @param message a chunk whose hash is right */
    synchronized void add(int chunk, Buffer message) {
        if (hashes.length == 0) return;
        message.getBytes(
                ChunkFrameCodec.HASH_OFFSET, ChunkFrameCodec.HEADER_BYTES, hashes, chunk * Sha256.DIGEST_BYTES);
        known.set(chunk);
    }

    synchronized Optional<Bytes> of(int chunk) {
        return known.get(chunk)
                ? Optional.of(Bytes.copyOf(ByteBuffer.wrap(hashes, chunk * Sha256.DIGEST_BYTES, Sha256.DIGEST_BYTES)))
                : Optional.empty();
    }
}
