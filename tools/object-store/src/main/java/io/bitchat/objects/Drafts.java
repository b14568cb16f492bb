package io.bitchat.objects;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Removes leftovers of chunks whose writing was interrupted by kill -9. S3Proxy writes an object to a file beside it,
 * named like the object plus a UUID, and renames it. Nothing else would delete these files, and they would be listed as
 * objects.
 */
final class Drafts {
    private static final Pattern DRAFT =
            Pattern.compile("(chunk|tail)_[0-9]{6,}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private Drafts() {}

    /** Deletes them; must be called while nobody writes. */
    static void delete(Path root) throws IOException {
        try (var all = Files.walk(root)) {
            all.filter(file -> DRAFT.matcher(String.valueOf(file.getFileName())).matches())
                    .forEach(Drafts::deleteFile);
        }
    }

    private static void deleteFile(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
