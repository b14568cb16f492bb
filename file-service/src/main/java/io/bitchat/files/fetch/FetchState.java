package io.bitchat.files.fetch;

import java.util.Locale;

/** State of a fetch. */
enum FetchState {
    /** Waits for its turn. */
    QUEUED,
    /** Chunks are being fetched. */
    RUNNING,
    /**
     * The last attempt did not complete the file, for example because the sources lack chunks; there will be another.
     */
    WAITING,
    /** All chunks are stored. */
    COMPLETED,
    /** It has failed; the reason says why. */
    FAILED,
    /** A client has stopped it. */
    STOPPED;

    /** Name for clients and in the database. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static FetchState of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
