package io.bitchat.backup.archive;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A backup as one zip file. Nothing is compressed here: tables are already, and chunks are encrypted. */
final class ZipWriter implements ArchiveWriter {
    private final Draft draft;
    private final ZipOutputStream zip;

    ZipWriter(Path target) throws IOException {
        draft = new Draft(target);
        Files.createFile(
                draft.partial(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(draft.partial()), 1 << 16));
        zip.setLevel(Deflater.NO_COMPRESSION);
    }

    @Override
    public OutputStream part(String name) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        return new FilterOutputStream(zip) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                zip.closeEntry();
            }
        };
    }

    @Override
    public void publish() throws IOException {
        zip.close();
        Draft.sync(draft.partial());
        draft.publish();
    }

    @Override
    public void close() throws IOException {
        zip.close();
        draft.close();
    }
}
