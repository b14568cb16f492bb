package io.bitchat.backup.archive;

import io.bitchat.backup.BackupException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Objects;

/**
 * The temporary name of a backup that is being written, {@code <target>.partial}. The file {@code <target>.lock} keeps
 * two backups from writing the same one. What an interrupted backup has left is deleted by the next.
 */
final class Draft implements AutoCloseable {
    static final String PARTIAL = ".partial";

    private final Path target;
    private final Path partial;
    private final Path lockFile;
    private final FileChannel lock;

    Draft(Path target) throws IOException {
        this.target = target.toAbsolutePath().normalize();
        this.partial = this.target.resolveSibling(this.target.getFileName() + PARTIAL);
        this.lockFile = this.target.resolveSibling(this.target.getFileName() + ".lock");
        if (Files.exists(this.target)) throw new BackupException(this.target + " exists already; name another target");
        Files.createDirectories(folder());
        lock = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked()) {
            lock.close();
            throw new BackupException("another backup is being written to " + this.target);
        }
        deleteTree(partial);
    }

    private boolean isLocked() throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false;
        }
    }

    Path partial() {
        return partial;
    }

    /** Deletes what has been written so far. */
    void discard() throws IOException {
        deleteTree(partial);
    }

    void publish() throws IOException {
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        sync(folder());
    }

    private Path folder() {
        return Objects.requireNonNull(target.getParent(), "a target has a folder");
    }

    @Override
    public void close() throws IOException {
        deleteTree(partial);
        Files.deleteIfExists(lockFile);
        lock.close();
    }

    /** Makes names in a folder, or a file, survive a power failure. */
    static void sync(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) return;
        try (var all = Files.walk(root)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
