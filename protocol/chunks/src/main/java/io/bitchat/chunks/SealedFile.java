package io.bitchat.chunks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A file that its owner seals before uploading it: the storing site sees a file of chunks that look random.
 * {@code docs/protocols/chunks.md}, section 5.
 *
 * <pre>
 * plain bytes   [1: version, 1][2: length n][n: the file's name in UTF-8][the file]
 * sealed        these, cut so that each part is exactly one chunk of the plan once it is a {@link SealedChunk}
 * </pre>
 *
 * @param chunkSize size of all sealed chunks but the last in bytes
 * @param plainSize number of bytes to seal: those of the file and of its head
 */
public record SealedFile(int chunkSize, long plainSize) {
    /** Maximum length of a name in bytes. */
    public static final int MAX_NAME = 1_024;

    private static final byte VERSION = 1;
    private static final int FIXED_HEAD = 1 + Short.BYTES;

    public SealedFile {
        if (SealedChunk.openedLength(chunkSize) < 1 || plainSize < 1) {
            throw new IllegalArgumentException(plainSize + " bytes cannot be sealed in chunks of " + chunkSize);
        }
    }

    /**
     * Head of a file, which precedes its content.
     *
     * @throws IllegalArgumentException if the name has more than {@value #MAX_NAME} bytes
     */
    public static byte[] head(String name) {
        var text = name.getBytes(StandardCharsets.UTF_8);
        if (text.length > MAX_NAME) throw new IllegalArgumentException("a name of " + text.length + " bytes");
        return ByteBuffer.allocate(FIXED_HEAD + text.length)
                .put(VERSION)
                .putShort((short) text.length)
                .put(text)
                .array();
    }

    /**
     * The parsed head of a file.
     *
     * @param length length of the head in bytes; the file follows
     */
    public record Head(String name, int length) {
        /** Parses the first opened chunk; empty if it does not begin with a head. */
        public static Optional<Head> parse(byte[] first) {
            var in = ByteBuffer.wrap(first);
            if (in.remaining() < FIXED_HEAD || in.get() != VERSION) return Optional.empty();
            int length = Short.toUnsignedInt(in.getShort());
            if (length > MAX_NAME || length > in.remaining()) return Optional.empty();
            var name = new String(first, FIXED_HEAD, length, StandardCharsets.UTF_8);
            return Optional.of(new Head(name, FIXED_HEAD + length));
        }
    }

    /** Division of the plain bytes into parts. */
    public ChunkPlan plain() {
        return new ChunkPlan(plainSize, SealedChunk.openedLength(chunkSize));
    }

    /** Size of the sealed file in bytes, as the storing site is told. */
    public long sealedSize() {
        var plain = plain();
        int last = plain.count() - 1;
        return (long) last * chunkSize + SealedChunk.sealedLength(plain.length(last));
    }

    /** Seals a part for its place; the same part always gives the same bytes. */
    public byte[] seal(FileKey key, String fileId, int index, byte[] part) {
        return SealedChunk.sealAlike(key, new SealedChunk.Place(fileId, index, plain().count()), part);
    }

    /** Opens a chunk of a sealed file of {@code count} chunks; empty if it was not sealed for this place. */
    public static Optional<byte[]> open(FileKey key, String fileId, int index, int count, byte[] sealed) {
        return SealedChunk.open(key, new SealedChunk.Place(fileId, index, count), sealed);
    }
}
