package io.bitchat.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Guesses media types. */
public final class MediaType {
    private static final String UNKNOWN = "application/octet-stream";

    private MediaType() {}

    /** The media type of a file, by its name. */
    public static String of(Path path) {
        try {
            var guessed = Files.probeContentType(path);
            return guessed == null ? UNKNOWN : guessed;
        } catch (IOException _) {
            return UNKNOWN;
        }
    }
}
