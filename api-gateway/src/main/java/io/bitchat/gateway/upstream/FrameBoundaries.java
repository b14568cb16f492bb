package io.bitchat.gateway.upstream;

import io.vertx.core.buffer.Buffer;

/**
 * Follows the frames of one direction of a WebSocket by their headers (RFC 6455 §5.2), wherever its bytes are cut.
 * Looks at headers only, and copies nothing. If the bytes are no frames, it may find boundaries that mean nothing.
 */
final class FrameBoundaries {
    private static final int OPCODE = 0x0f;
    private static final int CLOSE = 0x8;
    private static final int MASKED = 0x80;
    private static final int MASK_BYTES = 4;
    private static final int LENGTH = 0x7f;
    private static final int LENGTH_OF_16_BITS = 126;
    private static final int LENGTH_OF_64_BITS = 127;
    private static final int SHORT_HEADER_BYTES = 2;

    private int opcode;
    /** Bytes of the current header that have passed; 0 between frames and inside a payload. */
    private int headerBytes;
    /** Bytes that the current header has, without the mask. */
    private int wholeHeader;

    private int maskBytes;
    private long length;
    /** Bytes of mask and payload that are to come. */
    private long rest;

    private boolean closed;

    /** Follows the next bytes. Returns the index after the last frame that ends in them, or -1 if none does. */
    int follow(Buffer bytes) {
        int boundary = -1;
        int at = 0;
        while (at < bytes.length()) {
            if (rest > 0) {
                long step = Math.min(rest, bytes.length() - at);
                rest -= step;
                at += (int) step;
            } else {
                header(bytes.getUnsignedByte(at++));
            }
            if (isBetweenFrames()) {
                boundary = at;
                closed |= opcode == CLOSE;
            }
        }
        return boundary;
    }

    /** Returns true if no frame is incomplete, so that another frame may be inserted. */
    boolean isBetweenFrames() {
        return rest == 0 && headerBytes == 0;
    }

    /** Returns true if a whole close frame has passed, after which no frame may follow (RFC 6455 §5.5.1). */
    boolean hasClosed() {
        return closed;
    }

    private void header(int next) {
        headerBytes++;
        if (headerBytes == 1) {
            opcode = next & OPCODE;
        } else if (headerBytes == SHORT_HEADER_BYTES) {
            shortLength(next);
        } else {
            length = length << Byte.SIZE | next;
        }
        if (headerBytes == wholeHeader) {
            headerBytes = 0;
            wholeHeader = 0;
            // the highest bit of a length is 0; a length that breaks this rule has no end here
            rest = length < 0 ? Long.MAX_VALUE : Math.min(length, Long.MAX_VALUE - MASK_BYTES) + maskBytes;
        }
    }

    private void shortLength(int next) {
        maskBytes = (next & MASKED) == 0 ? 0 : MASK_BYTES;
        int given = next & LENGTH;
        wholeHeader = SHORT_HEADER_BYTES
                + switch (given) {
                    case LENGTH_OF_16_BITS -> Short.BYTES;
                    case LENGTH_OF_64_BITS -> Long.BYTES;
                    default -> 0;
                };
        length = wholeHeader == SHORT_HEADER_BYTES ? given : 0;
    }
}
