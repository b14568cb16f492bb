package io.bitchat.gateway.connection;

/**
 * Finds the end of a chunked body (RFC 9112 7.1), with the strict grammar. Netty's decoder accepts overflowing sizes
 * and junk around them, so a proxy in front of the gateway could see a different end of the body (request smuggling).
 *
 * <pre>
 * chunk   = 1*8HEXDIG [ ";" extensions ] CRLF data CRLF
 * last    = 1*8"0" [ ";" extensions ] CRLF
 * trailer = *( field-line CRLF ) CRLF
 * </pre>
 */
final class ChunkFraming {
    private static final int MAX_DIGITS = 8;

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_END,
        DATA,
        DATA_CR,
        DATA_END,
        TRAILER,
        TRAILER_LINE,
        TRAILER_LINE_END,
        TRAILER_END,
        OVER
    }

    private State state = State.SIZE;
    private int digits;
    private long size;

    /** Returns true if the body ended correctly. */
    boolean isOver() {
        return state == State.OVER;
    }

    /**
     * Skips chunk data, which needs no check; returns the number of bytes skipped.
     *
     * @param available number of bytes received
     */
    int skip(int available) {
        if (state != State.DATA) {
            return 0;
        }
        int skipped = (int) Math.min(size, available);
        size -= skipped;
        if (size == 0) {
            state = State.DATA_CR;
        }
        return skipped;
    }

    /** @return true if the byte is allowed here */
    boolean next(byte value) {
        switch (state) {
            case SIZE -> {
                return size(value);
            }
            case EXTENSION -> {
                if (value == '\n') return false;
                state = value == '\r' ? State.SIZE_END : State.EXTENSION;
            }
            case SIZE_END -> {
                if (value != '\n') return false;
                state = size == 0 ? State.TRAILER : State.DATA;
            }
            case DATA_CR -> {
                if (value != '\r') return false;
                state = State.DATA_END;
            }
            case DATA_END -> {
                if (value != '\n') return false;
                state = State.SIZE;
                digits = 0;
                size = 0;
            }
            case TRAILER, TRAILER_LINE, TRAILER_LINE_END, TRAILER_END -> {
                return trailer(value);
            }
            case DATA, OVER -> {
                return false;
            }
        }
        return true;
    }

    private boolean trailer(byte value) {
        boolean ends = state == State.TRAILER_LINE_END || state == State.TRAILER_END;
        if (ends != (value == '\n')) return false;
        state = switch (state) {
            case TRAILER -> value == '\r' ? State.TRAILER_END : State.TRAILER_LINE;
            case TRAILER_LINE -> value == '\r' ? State.TRAILER_LINE_END : State.TRAILER_LINE;
            case TRAILER_LINE_END -> State.TRAILER;
            default -> State.OVER;
        };
        return true;
    }

    private boolean size(byte value) {
        int digit = Character.digit(value, 16);
        if (digit >= 0) {
            size = size * 16 + digit;
            return ++digits <= MAX_DIGITS && size <= Integer.MAX_VALUE;
        }
        if (digits == 0 || (value != ';' && value != '\r')) {
            return false;
        }
        state = value == ';' ? State.EXTENSION : State.SIZE_END;
        return true;
    }
}
