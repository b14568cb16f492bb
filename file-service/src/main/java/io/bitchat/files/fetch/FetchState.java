package io.bitchat.files.fetch;

import java.util.Locale;

/** How far a fetch is. */
enum FetchState {
    /** Others come first. */
    QUEUED,
    /** Chunks come. */
    RUNNING,
    /** The sources do not have everything now; it is tried again. */
    WAITING,
    /** All chunks are stored. */
    COMPLETED,
    /** It was given up; the reason says why. */
    FAILED,
    /** Somebody stopped it. */
    STOPPED;

    /** As clients and the database write it. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static FetchState of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
