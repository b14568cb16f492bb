package io.bitchat.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Direct access of the tests to the folder of the store. */
final class Folder {
    private static final Path ROOT = Path.of("target/files");

    private Folder() {}

    static Path chunk(String file, int index) {
        return ROOT.resolve("%s/chunks/chunk_%06d".formatted(file, index));
    }

    /** Names of all objects of a file. */
    static List<String> of(String file) {
        var folder = ROOT.resolve(file);
        if (!java.nio.file.Files.exists(folder)) return List.of();
        try (var all = java.nio.file.Files.walk(folder)) {
            return all.filter(java.nio.file.Files::isRegularFile)
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] read(Path path) {
        try {
            return java.nio.file.Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path path, byte[] bytes) {
        try {
            java.nio.file.Files.write(path, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
