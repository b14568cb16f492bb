package io.bitchat.link;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Finds messages, [2-byte length][message], in what arrives; holds the beginning of one message at most. */
final class MessageSplitter {
    static final int HEADER_BYTES = 2;

    private static final Found INCOMPLETE = new Found.Incomplete();
    private static final Buffer NOTHING = Buffer.buffer();

    private Buffer chunk = NOTHING;
    private int position;
    private int headerBytes;
    private int length;
    private byte @Nullable [] message;
    private int messageBytes;

    /** What is there. */
    sealed interface Found {
        record Message(ByteBuffer bytes) implements Found {}

        record Incomplete() implements Found {}

        record BadLength(int length) implements Found {}
    }

    /** Adds what arrived. */
    void append(Buffer arrived) {
        chunk = position == chunk.length()
                ? arrived
                : chunk.slice(position, chunk.length()).copy().appendBuffer(arrived);
        position = 0;
    }

    /** Bytes that arrived and were not looked at yet. */
    int waiting() {
        return chunk.length() - position;
    }

    /** The next message, if it is there and its length is from {@code min} to {@code max}. */
    Found next(int min, int max) {
        if (message == null) {
            if (!readHeader()) return incomplete();
            if (length < min || length > max) return new Found.BadLength(length);
            message = new byte[length];
            messageBytes = 0;
        }
        return fill(message);
    }

    private boolean readHeader() {
        while (headerBytes < HEADER_BYTES && position < chunk.length()) {
            length = ((length << 8) | chunk.getUnsignedByte(position++)) & 0xffff;
            headerBytes++;
        }
        return headerBytes == HEADER_BYTES;
    }

    private Found fill(byte[] begun) {
        int bytes = Math.min(begun.length - messageBytes, chunk.length() - position);
        chunk.getBytes(position, position + bytes, begun, messageBytes);
        position += bytes;
        messageBytes += bytes;
        if (messageBytes < begun.length) return incomplete();
        headerBytes = 0;
        message = null;
        return new Found.Message(ByteBuffer.wrap(begun));
    }

    /** All was taken out of the chunk, which a silent link need not hold. */
    private Found incomplete() {
        chunk = NOTHING;
        position = 0;
        return INCOMPLETE;
    }
}
