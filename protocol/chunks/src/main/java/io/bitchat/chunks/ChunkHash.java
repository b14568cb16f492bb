package io.bitchat.chunks;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.Sha256;
import java.util.HexFormat;
import java.util.Optional;

/**
 * SHA-256 (FIPS 180-4) of a chunk, or of a node of the Merkle tree. Written as 64 lower-case hexadecimal digits.
 *
 * @param bytes the {@value #BYTES} bytes of the hash
 */
public record ChunkHash(Bytes bytes) {
    /** Size of a hash in bytes. */
    public static final int BYTES = Sha256.DIGEST_BYTES;

    public ChunkHash {
        if (bytes.size() != BYTES) throw new IllegalArgumentException("a hash of " + bytes.size() + " bytes");
    }

    /** The hash of the concatenated parts. */
    public static ChunkHash of(byte[]... parts) {
        return new ChunkHash(Bytes.copyOf(Sha256.digest(parts)));
    }

    /** Parses hexadecimal digits of either case; empty if they are no hash. */
    public static Optional<ChunkHash> parse(String text) {
        if (text.length() != 2 * BYTES || !text.chars().allMatch(HexFormat::isHexDigit)) return Optional.empty();
        return Optional.of(new ChunkHash(Bytes.fromHex(text)));
    }

    /** 64 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return bytes.hex();
    }
}
