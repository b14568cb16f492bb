package io.bitchat.link.frame;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Splits received bytes into messages, [2-byte length][message]; buffers at most one incomplete message. */
public final class MessageSplitter {
    static final int HEADER_BYTES = 2;

    private static final Found INCOMPLETE = new Found.Incomplete();
    private static final Buffer NOTHING = Buffer.buffer();

    private Buffer chunk = NOTHING;
    private int position;
    private int headerBytes;
    private int length;
    private byte @Nullable [] message;
    private int messageBytes;

    /** Result of a search for the next message. */
    public sealed interface Found {
        record Message(ByteBuffer bytes) implements Found {}

        record Incomplete() implements Found {}

        record BadLength(int length) implements Found {}
    }

    /** Adds received bytes. */
    public void append(Buffer arrived) {
        chunk = position == chunk.length()
                ? arrived
                : chunk.slice(position, chunk.length()).copy().appendBuffer(arrived);
        position = 0;
    }

    /** Number of received bytes that are not split yet. */
    public int waiting() {
        return chunk.length() - position;
    }

    /** Returns the next message, if it is complete and its length is from {@code min} to {@code max}. */
    public Found next(int min, int max) {
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

    /** Releases the received buffer, all of which is consumed: an idle link need not keep it. */
    private Found incomplete() {
        chunk = NOTHING;
        position = 0;
        return INCOMPLETE;
    }
}
