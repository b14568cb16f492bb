package io.bitchat.files.spool;

/** Chunks come in an order that would need too much memory: too many pieces are begun and not complete. */
public final class OutOfOrderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutOfOrderException(int index, int pieces) {
        super("chunk " + index + " begins another piece, and " + pieces + " are not complete", null, false, false);
    }
}
