package io.bitchat.files.spool;

import io.bitchat.files.store.StoreFullException;
import io.quarkus.logging.Log;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * A folder with a subfolder for each transfer, which only this user may enter. The file in it is locked while its
 * transfer runs: other services on this machine may use the same folder, and must not tidy it away. Blocks.
 */
final class SpoolFolders {
    private static final String FILE = "chunks";
    /** Minimum disk space of a new folder or file. */
    private static final int BLOCK_BYTES = 4_096;

    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;
    /** Transfers whose file is open here: to open it once more and close it would end the lock. */
    private final Set<UUID> open = ConcurrentHashMap.newKeySet();

    SpoolFolders(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    boolean exists(UUID transfer) {
        return Files.isDirectory(of(transfer));
    }

    /** Opens the file of a transfer, and makes it if there is none. */
    FileChannel open(UUID transfer) throws IOException {
        if (!open.add(transfer)) throw new IllegalStateException("the spool of " + transfer + " is open");
        boolean opened = false;
        try {
            var channel = openLocked(transfer);
            opened = true;
            return channel;
        } catch (IOException e) {
            if (isFullFor(BLOCK_BYTES)) throw new StoreFullException(e);
            throw e;
        } finally {
            if (!opened) open.remove(transfer);
        }
    }

    private FileChannel openLocked(UUID transfer) throws IOException {
        Files.createDirectories(Objects.requireNonNull(root.getParent(), "the folder is the root of the disk"));
        createFolder(root);
        var channel = FileChannel.open(
                createFolder(of(transfer)).resolve(FILE),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        if (channel.tryLock() != null) return channel;
        channel.close();
        throw new IOException("another process has the spool of " + transfer);
    }

    private static Path createFolder(Path folder) throws IOException {
        try {
            return Files.createDirectory(folder, PRIVATE);
        } catch (FileAlreadyExistsException e) {
            if (Files.isDirectory(folder)) return folder;
            throw e;
        }
    }

    /**
     * Whether a write of this length has failed because the disk is full. The JDK's exception does not tell, so the free
     * space is read while the disk still holds the failed write.
     */
    boolean isFullFor(long bytes) {
        return root.toFile().exists() && root.toFile().getUsableSpace() < bytes;
    }

    /** Deletes the folder of a transfer whose file is closed. Idempotent. */
    void delete(UUID transfer) throws IOException {
        var folder = of(transfer);
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) Files.deleteIfExists(file);
        } catch (NoSuchFileException _) {
            // deleted before
        }
        Files.deleteIfExists(folder);
        closed(transfer);
    }

    /** The file of a transfer was closed, and its folder stays. */
    void closed(UUID transfer) {
        open.remove(transfer);
    }

    /** Deletes the folders of transfers that run neither here nor in another process. */
    List<UUID> tidy(Predicate<UUID> isRunning) throws IOException {
        var deleted = new ArrayList<UUID>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (var folder : all) {
                var transfer = transferOf(folder);
                if (transfer.isPresent() && isTidied(transfer.get(), isRunning)) deleted.add(transfer.get());
            }
        } catch (NoSuchFileException _) {
            // nothing was ever put there
        }
        return deleted;
    }

    private boolean isTidied(UUID transfer, Predicate<UUID> isRunning) {
        try {
            if (isInUse(transfer, isRunning)) return false;
            delete(transfer);
            return true;
        } catch (IOException e) {
            // a failed deletion does not stop the others
            Log.warnf("spool not tidied away, retrying later transfer=%s cause=%s", transfer, e);
            return false;
        }
    }

    private boolean isInUse(UUID transfer, Predicate<UUID> isRunning) throws IOException {
        return isRunning.test(transfer)
                || open.contains(transfer)
                || isLocked(of(transfer).resolve(FILE));
    }

    private static boolean isLocked(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            var lock = channel.tryLock();
            return lock == null;
        } catch (NoSuchFileException _) {
            return false;
        } catch (OverlappingFileLockException _) {
            return true;
        }
    }

    private static Optional<UUID> transferOf(Path folder) {
        var name = String.valueOf(folder.getFileName());
        try {
            var transfer = UUID.fromString(name);
            return transfer.toString().equals(name) ? Optional.of(transfer) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Path of(UUID transfer) {
        return root.resolve(transfer.toString());
    }
}
