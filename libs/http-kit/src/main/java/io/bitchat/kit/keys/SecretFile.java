package io.bitchat.kit.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/**
 * A secret in a file that only its owner may read. It is created on first use. If several processes start at once, the
 * first one's secret is kept and the others read it.
 */
public final class SecretFile {
    private final Path file;

    public SecretFile(Path file) {
        this.file = file;
    }

    /** The file's text. If there is no file, {@code fresh} is written and synced to disk first. */
    public String readOrCreate(Supplier<String> fresh) {
        try {
            if (!Files.exists(file)) create(fresh.get());
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or create the secret file " + file.toAbsolutePath(), e);
        }
    }

    private void create(String secret) throws IOException {
        var folder = Files.createDirectories(file.toAbsolutePath().getParent());
        var draft = Files.createTempFile(
                folder,
                ".secret",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(draft, secret);
            try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException _) {
            // another process was first: its secret is used
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
