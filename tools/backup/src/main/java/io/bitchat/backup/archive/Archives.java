package io.bitchat.backup.archive;

import io.bitchat.backup.BackupException;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Backups by their path: a zip file if the name ends with {@code .zip}, else a folder. */
public final class Archives {
    private static final String ZIP = ".zip";

    private Archives() {}

    public static ArchiveWriter create(Path target) throws IOException {
        return target.toString().endsWith(ZIP) ? new ZipWriter(target) : new FolderWriter(target);
    }

    /** A backup that is read. */
    public record Opened(Path root, @Nullable FileSystem zip) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            if (zip != null) zip.close();
        }
    }

    public static Opened open(Path source) throws IOException {
        if (!Files.exists(source)) throw new BackupException("there is no backup " + source);
        if (Files.isDirectory(source)) return new Opened(source, null);
        var zip = FileSystems.newFileSystem(source);
        return new Opened(zip.getPath("/"), zip);
    }
}
