package io.bitchat.files.file;

import java.util.Locale;

/** State of an upload. */
public enum FileStatus {
    /** No chunk is stored yet. */
    PENDING,
    /** Some chunks are missing. */
    UPLOADING,
    /** All chunks are stored: it can be downloaded. */
    COMPLETED,
    /** It was cancelled, has expired or was deleted; its chunks are deleted. */
    FAILED;

    /** Name for clients and in the database. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static FileStatus of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
