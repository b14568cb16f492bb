package io.bitchat.backup.archive;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** A backup as a folder, which only its owner may enter, because it has the keys. */
final class FolderWriter implements ArchiveWriter {
    private final Draft draft;
    private final Path root;
    private final Set<Path> folders = new HashSet<>();

    FolderWriter(Path target) throws IOException {
        draft = new Draft(target);
        root = draft.partial();
        Files.createDirectory(root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        folders.add(root);
    }

    @Override
    public OutputStream part(String name) throws IOException {
        var file = root.resolve(name);
        addFolder(Objects.requireNonNull(file.getParent(), "a part is in the backup"));
        var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new FilterOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                if (!channel.isOpen()) return;
                flush();
                channel.force(false);
                channel.close();
            }
        };
    }

    private void addFolder(Path folder) throws IOException {
        if (!folders.add(folder)) return;
        Files.createDirectories(folder);
        addFolder(Objects.requireNonNull(folder.getParent(), "a folder is in the backup"));
    }

    @Override
    public void publish() throws IOException {
        for (var folder : folders) Draft.sync(folder);
        draft.publish();
    }

    @Override
    public void close() throws IOException {
        draft.close();
    }
}
