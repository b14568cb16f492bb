package io.bitchat.files.store;

import io.bitchat.files.FilesConfig;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A folder with one file for each chunk. A chunk is written in the folder {@code .drafts}, synced to disk if
 * {@code fsync} is on, and then renamed, so that there is never an incomplete one.
 */
final class FolderStore implements ChunkStore {
    private static final String DRAFT = ".part";
    /** The same name each time, so that a crash leaves at most one. */
    private static final String PROBE = "probe" + DRAFT;
    /** Minimum disk space of a new folder or file. */
    private static final int BLOCK_BYTES = 4_096;
    /** Much longer than an object may take to be written. */
    private static final Duration DRAFT_AGE = Duration.ofMinutes(10);

    private final Path root;
    private final Path drafts;
    private final boolean fsync;
    private final Disk disk;
    private final Workers workers;
    /** Total length of the objects that are being written. */
    private final AtomicLong writing = new AtomicLong();

    FolderStore(FilesConfig config, Disk disk, Workers workers) {
        this.disk = disk;
        this.root = config.folder().toAbsolutePath().normalize();
        this.drafts = root.resolve(".drafts");
        this.fsync = config.fsync();
        this.workers = workers;
    }

    @Override
    public String name() {
        return "folder " + root + (fsync ? ", each chunk on disk before its answer" : ", without fsync");
    }

    @Override
    public String locationOf(ObjectKey key) {
        return pathOf(key).toString();
    }

    @Override
    public Uni<Void> put(ObjectKey key, ObjectBody object) {
        return workers.run(() -> write(pathOf(key), object));
    }

    @Override
    public Uni<byte[]> get(ObjectKey key, int atMost) {
        return workers.run(() -> {
            try (var file = Files.newInputStream(pathOf(key))) {
                return file.readNBytes(atMost + 1);
            } catch (NoSuchFileException _) {
                throw new ObjectMissingException(key);
            }
        });
    }

    @Override
    public <T> Uni<T> read(ObjectKey key, ObjectReader<T> reader) {
        return Uni.createFrom().deferred(() -> {
            var opening = new Opening();
            return workers.run(() -> {
                        var path = pathOf(key);
                        // a folder can be opened like a file, and has a length like a short one
                        if (Files.isDirectory(path)) throw new IOException(path + " is a folder");
                        return handed(opening.opened(open(key, path)), reader);
                    })
                    .onCancellation()
                    .invoke(opening::giveUp);
        });
    }

    /** Closes the file if its reader was cancelled before it was open. */
    private static final class Opening {
        private @Nullable OpenFile file;
        private boolean givenUp;

        synchronized OpenFile opened(OpenFile opened) throws IOException {
            file = opened;
            if (givenUp) {
                opened.close();
                throw new IOException("nobody waits for it any more");
            }
            return opened;
        }

        synchronized void giveUp() {
            givenUp = true;
            if (file != null) file.close();
        }
    }

    private static OpenFile open(ObjectKey key, Path path) throws IOException {
        try {
            return new OpenFile(FileChannel.open(path, StandardOpenOption.READ));
        } catch (NoSuchFileException _) {
            throw new ObjectMissingException(key);
        }
    }

    /** Opens the reader on the file; closes the file if the reader fails, since nobody else would. */
    private static <T> T handed(OpenFile file, ObjectReader<T> reader) throws IOException {
        boolean handed = false;
        try {
            var result = reader.open(file);
            handed = true;
            return result;
        } finally {
            if (!handed) file.close();
        }
    }

    @Override
    public boolean movesWholeObjects() {
        return false;
    }

    @Override
    public Uni<Void> delete(ObjectKey key) {
        return workers.run(() -> {
            var path = pathOf(key);
            Files.deleteIfExists(path);
            removeIfEmpty(folderOf(path));
            removeIfEmpty(folderOf(folderOf(path)));
            return null;
        });
    }

    /** Writes a block like a chunk, on a thread of its own: threads that are busy with chunks do not delay it. */
    @Override
    public Uni<StoreRoom> check() {
        return workers.runApart(() -> {
            var probe = createFolder(drafts).resolve(PROBE);
            try (var channel = FileChannel.open(probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(BLOCK_BYTES));
                if (fsync) channel.force(false);
            } catch (IOException e) {
                if (disk.isFullFor(BLOCK_BYTES)) throw new StoreFullException(e);
                throw e;
            } finally {
                Files.deleteIfExists(probe);
            }
            return new StoreRoom(OptionalLong.of(disk.free()), OptionalLong.of(disk.spare()));
        });
    }

    @Override
    public Uni<Void> tidy() {
        return workers.run(() -> {
            var before = Instant.now().minus(DRAFT_AGE);
            try (var all = Files.newDirectoryStream(createFolder(drafts))) {
                for (var draft : all) {
                    if (Files.getLastModifiedTime(draft).toInstant().isBefore(before)) Files.deleteIfExists(draft);
                }
            } catch (NoSuchFileException _) {
                // a draft was renamed meanwhile; the others are deleted next time
            }
            return null;
        });
    }

    private static Path folderOf(Path path) {
        return Objects.requireNonNull(path.getParent(), "the root has no folder");
    }

    private Path pathOf(ObjectKey key) {
        return root.resolve(key.toString());
    }

    @Override
    public Uni<OptionalLong> spare() {
        return workers.run(() -> {
            createFolder(root);
            return OptionalLong.of(disk.spare());
        });
    }

    private @Nullable Void write(Path target, ObjectBody object) throws IOException {
        // concurrent writes count as written, so that all of them together leave the reserve free
        long begun = writing.getAndAdd(object.length());
        try {
            // checked for each chunk, because other programs write to the disk as well
            if (disk.spare() - begun < object.length()) throw noRoomFor(object);
            return writeDraft(target, object);
        } finally {
            writing.addAndGet(-object.length());
        }
    }

    private @Nullable Void writeDraft(Path target, ObjectBody object) throws IOException {
        var folder = createFolder(folderOf(target));
        var draft = createFolder(drafts).resolve(UUID.randomUUID() + DRAFT);
        try {
            try (var channel = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                object.writeTo(piece -> {
                    while (piece.hasRemaining()) channel.write(piece);
                });
                if (fsync) channel.force(false);
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder(folder);
            return null;
        } catch (IOException e) {
            boolean full = disk.isFullFor(object.length());
            Files.deleteIfExists(draft);
            if (full) throw new StoreFullException(e);
            throw e;
        }
    }

    private StoreFullException noRoomFor(ObjectBody object) throws IOException {
        createFolder(root);
        return disk.isFullFor(object.length())
                ? new StoreFullException(new IOException("no room for " + object.length() + " bytes"))
                : StoreFullException.reserved();
    }

    /** Creates a folder and its parents; each is synced to disk before anything is written in it. */
    private Path createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) return folder;
        var parent = createFolder(folderOf(folder));
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException _) {
            return folder;
        } catch (IOException e) {
            if (disk.isFullFor(BLOCK_BYTES)) throw new StoreFullException(e);
            throw e;
        }
        syncFolder(parent);
        return folder;
    }

    private void syncFolder(Path folder) throws IOException {
        if (!fsync) return;
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Removes an empty folder; the next write creates it again. */
    private void removeIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException _) {
            // the folder has other chunks
        }
    }
}
