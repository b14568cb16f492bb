package io.bitchat.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders of this JVM's servers under {@code target/}. Folders of JVMs that no longer run are removed. */
final class ServerFolder {
    private ServerFolder() {}

    /** A folder of this JVM for the server; a later JVM removes it. */
    static Path of(String server) {
        Path root = Path.of(System.getProperty("basedir", System.getProperty("user.dir")), "target", "servers");
        Path mine = root.resolve(Long.toString(ProcessHandle.current().pid()));
        try {
            Files.createDirectories(mine);
            try (Stream<Path> folders = Files.list(root)) {
                folders.filter(ServerFolder::isAbandoned).forEach(ServerFolder::delete);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return mine.resolve(server);
    }

    private static boolean isAbandoned(Path folder) {
        try {
            return ProcessHandle.of(Long.parseLong(folder.getFileName().toString()))
                    .isEmpty();
        } catch (NumberFormatException _) {
            return false;
        }
    }

    /** A server that outlived its JVM ends once its files are gone, or when the next user of its folder ends it. */
    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.out.println("test-kit: cannot remove " + folder + ": " + e.getMessage());
        }
    }
}
