package io.bitchat.files.spool;

/** A chunk is not in the spool, or what is there is damaged. */
public final class ChunkMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ChunkMissingException(int index) {
        super("chunk " + index + " is not in the spool", null, false, false);
    }
}
