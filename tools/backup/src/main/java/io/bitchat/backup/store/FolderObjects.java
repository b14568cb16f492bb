package io.bitchat.backup.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.UUID;

/** A folder with one file for each object, as file-service keeps it. */
public final class FolderObjects implements ObjectStore {
    private final Path root;

    public FolderObjects(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public String name() {
        return "folder " + root;
    }

    @Override
    public boolean copy(String key, OutputStream out) throws IOException {
        try (var file = Files.newInputStream(root.resolve(key))) {
            file.transferTo(out);
            return true;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    /** Written in {@code .drafts} and then renamed, as file-service does it: a reader never sees a part. */
    @Override
    public void put(String key, InputStream object) throws IOException {
        var target = root.resolve(key);
        Files.createDirectories(Objects.requireNonNull(target.getParent(), "an object is in a folder"));
        var draft = Files.createDirectories(root.resolve(".drafts")).resolve(UUID.randomUUID() + ".part");
        try {
            Files.copy(object, draft);
            try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.force(false);
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    @Override
    public void close() {}
}
