package io.bitchat.backup;

import io.bitchat.backup.archive.ArchiveWriter;
import io.bitchat.backup.archive.Hashed;
import io.bitchat.backup.archive.Manifest.Part;
import io.bitchat.backup.database.StoredObjects;
import io.bitchat.backup.store.ObjectStore;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Copies the objects that the snapshot names. Objects do not change while their row stands, and go only after their row
 * was marked. So of an object that is gone, the rows of now tell whether it was deleted since the snapshot, or lost.
 */
final class ChunkCopy {
    static final String FOLDER = "chunks/";
    private static final String LIST = "chunks.sha256";

    private final ObjectStore store;
    private final StoredObjects rows;
    private final ArchiveWriter archive;
    private final Progress progress;
    private final Set<String> deletedFiles = new TreeSet<>();
    private final List<String> missing = new ArrayList<>();

    ChunkCopy(ObjectStore store, StoredObjects rows, ArchiveWriter archive, Progress progress) {
        this.store = store;
        this.rows = rows;
        this.archive = archive;
        this.progress = progress;
    }

    /**
     * Copies all objects.
     *
     * @param list file with a line for each object, of the snapshot
     * @param sums file for the hashes, in the format of sha256sum
     */
    Part copy(Path list, Path sums) throws IOException, SQLException {
        try (var lines = Files.newBufferedReader(list);
                var out = new BufferedWriter(
                        new OutputStreamWriter(Files.newOutputStream(sums), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) copy(StoredObject.of(line), out);
        }
        try (var out = new Hashed(archive.part(LIST))) {
            Files.copy(sums, out);
            return Part.of(LIST, out.sum());
        }
    }

    private void copy(StoredObject object, BufferedWriter sums) throws IOException, SQLException {
        if (deletedFiles.contains(object.fileId())) return;
        // at most a chunk: known to be there before a part of the backup begins
        var bytes = new ByteArrayOutputStream();
        if (!store.copy(object.key(), bytes)) {
            gone(object);
            return;
        }
        var sum = write(object.key(), bytes.toByteArray());
        sums.write(sum.hash() + "  " + object.key() + "\n");
        progress.add(sum.bytes());
    }

    private Hashed.Sum write(String key, byte[] bytes) throws IOException {
        try (OutputStream out = archive.part(FOLDER + key)) {
            out.write(bytes);
        }
        return Hashed.of(new ByteArrayInputStream(bytes));
    }

    private void gone(StoredObject object) throws SQLException {
        if (!rows.hasFile(object.fileId())) deletedFiles.add(object.fileId());
        else if (isNamed(object)) missing.add(object.key());
    }

    private boolean isNamed(StoredObject object) throws SQLException {
        return object.isChunk()
                ? rows.hasChunk(object.fileId(), object.number())
                : rows.hasTail(object.fileId(), object.number());
    }

    /** Files that were deleted, or whose uploads ended, since the snapshot. */
    List<String> deletedFiles() {
        return List.copyOf(deletedFiles);
    }

    /** Objects that the store has lost although their rows stand. */
    List<String> missing() {
        return List.copyOf(missing);
    }
}
