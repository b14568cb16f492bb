package io.bitchat.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates folders and files that only their owner can read, and removes them. */
final class Folders {
    private Folders() {}

    /** Creates the folder (mode 0700) and its parents; the exception names the folder that is not writable. */
    static Path createPrivate(Path folder) {
        try {
            if (Files.isDirectory(folder)) {
                return requireWritable(folder);
            }
            Files.createDirectories(folder.toAbsolutePath().resolveSibling("."));
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            return Files.createDirectory(folder, ownerOnly);
        } catch (IOException e) {
            throw notWritable(folder, e);
        }
    }

    /** Attribute for a new file with mode 0600. */
    static FileAttribute<Set<PosixFilePermission>> ownerOnlyFile() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }

    /** Makes a rename onto the folder possible: deletes an empty folder, and fails if it has files. */
    static void makeWay(Path folder) throws IOException {
        Files.deleteIfExists(folder);
    }

    static void deleteFile(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new EmbeddedException("cannot remove " + file + ": " + e, e);
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static Path requireWritable(Path folder) {
        if (!Files.isWritable(folder)) {
            throw new EmbeddedException("folder " + folder + " is not writable; change its owner or choose another");
        }
        return folder;
    }

    private static EmbeddedException notWritable(Path folder, IOException e) {
        return new EmbeddedException("folder " + folder + " cannot be created (" + e + "); choose another", e);
    }
}
