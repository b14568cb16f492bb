package io.bitchat.rooms.wire;

import io.bitchat.crypto.Bytes;
import io.bitchat.crypto.Sha256;
import io.bitchat.rooms.Chunking;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Chunks as binary messages: {@value #HEADER_BYTES} bytes of header, then the content. Numbers are big-endian.
 * docs/protocols/rooms.md, section 5.
 */
public final class ChunkFrameCodec {
    /** First byte of a chunk: version 1 in the upper four bits, kind 1 in the lower ones. */
    public static final byte CHUNK_V1 = 0x11;

    /** Size of the header: where the content begins. */
    public static final int HEADER_BYTES = 1 + 16 + 4 + Sha256.DIGEST_BYTES;

    /** Where the SHA-256 of the content is in the header. */
    public static final int HASH_OFFSET = HEADER_BYTES - Sha256.DIGEST_BYTES;

    /** Maximum size of a message. */
    public static final int MAX_BYTES = HEADER_BYTES + Chunking.MAX_CHUNK_SIZE;

    private ChunkFrameCodec() {}

    public static byte[] encode(ChunkFrame frame) {
        return put(ByteBuffer.allocate(HEADER_BYTES + frame.content().size()), frame.header())
                .put(frame.content().toBuffer())
                .array();
    }

    /**
     * Writes the header in front of content that is in its place in the message already, so that it is not copied.
     *
     * @param message {@value #HEADER_BYTES} bytes for the header, then the content
     */
    public static void putHeader(byte[] message, UUID transfer, long index) {
        int length = message.length - HEADER_BYTES;
        if (length < 1 || length > Chunking.MAX_CHUNK_SIZE) throw new IllegalArgumentException(length + " bytes");
        var header = ChunkHeader.of(transfer, index, ByteBuffer.wrap(message, HEADER_BYTES, length));
        put(ByteBuffer.wrap(message), header);
    }

    /** The same for content whose hash is known. */
    public static void putHeader(byte[] message, UUID transfer, long index, Bytes sha256) {
        int length = message.length - HEADER_BYTES;
        if (length < 1 || length > Chunking.MAX_CHUNK_SIZE) throw new IllegalArgumentException(length + " bytes");
        put(ByteBuffer.wrap(message), new ChunkHeader(transfer, index, sha256));
    }

    private static ByteBuffer put(ByteBuffer message, ChunkHeader header) {
        return message.put(CHUNK_V1)
                .putLong(header.transfer().getMostSignificantBits())
                .putLong(header.transfer().getLeastSignificantBits())
                .putInt((int) header.index())
                .put(header.sha256().toBuffer());
    }

    /** Decodes an untrusted message. Its size is checked before anything is copied; the hash is not checked. */
    public static Decoded<ChunkFrame> decode(ByteBuffer message) {
        return switch (decodeHeader(message)) {
            case Decoded.Malformed<ChunkHeader>(var fault) -> new Decoded.Malformed<>(fault);
            case Decoded.Complete<ChunkHeader>(var header) ->
                new Decoded.Complete<>(
                        new ChunkFrame(header, Bytes.copyOf(message.slice().position(HEADER_BYTES))));
        };
    }

    /**
     * Decodes the header alone, for those who pass the message on as it is. The message is within the bounds of a whole
     * frame, and its content is what follows the {@value #HEADER_BYTES} bytes of the header.
     */
    public static Decoded<ChunkHeader> decodeHeader(ByteBuffer message) {
        var fault = fault(message);
        if (fault != null) return new Decoded.Malformed<>(fault);
        var in = message.slice().position(1);
        var transfer = new UUID(in.getLong(), in.getLong());
        long index = Integer.toUnsignedLong(in.getInt());
        return new Decoded.Complete<>(
                new ChunkHeader(transfer, index, Bytes.copyOf(in.slice(in.position(), Sha256.DIGEST_BYTES))));
    }

    private static @Nullable Fault fault(ByteBuffer message) {
        if (!message.hasRemaining()) return Fault.TOO_SHORT;
        if (message.get(message.position()) != CHUNK_V1) return Fault.UNKNOWN_KIND;
        if (message.remaining() <= HEADER_BYTES) return Fault.TOO_SHORT;
        return message.remaining() > MAX_BYTES ? Fault.TOO_LONG : null;
    }
}
