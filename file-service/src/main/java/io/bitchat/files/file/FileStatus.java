package io.bitchat.files.file;

import java.util.Locale;

/** How far an upload is. */
public enum FileStatus {
    /** Nothing has come yet. */
    PENDING,
    /** Some chunks are missing. */
    UPLOADING,
    /** All chunks are stored: it can be downloaded. */
    COMPLETED,
    /** It was given up; its chunks are deleted. */
    FAILED;

    /** As clients and the database write it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static FileStatus of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
