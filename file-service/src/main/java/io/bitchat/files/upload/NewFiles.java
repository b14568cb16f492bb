package io.bitchat.files.upload;

import io.bitchat.chunks.ChunkPlan;
import io.bitchat.contracts.files.FileEvent;
import io.bitchat.files.file.FileStatus;
import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.keys.KeyRing;
import io.bitchat.files.keys.KeyRing.Wrapped;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.time.Ids;
import io.bitchat.kit.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Makes new files, each with a key of its own, and inserts them together with the event that announces them. */
@ApplicationScoped
public class NewFiles {
    private final KeyRing keys;
    private final FileTable files;
    private final Outbox outbox;
    private final Ids ids;
    private final InstantSource clock;

    NewFiles(KeyRing keys, FileTable files, Outbox outbox, Ids ids, InstantSource clock) {
        this.keys = keys;
        this.files = files;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
    }

    /** A file without chunks, not inserted yet. Its name is made safe, see {@link FileName}. */
    public StoredFile of(String fileId, String filename, ChunkPlan plan, String mimeType, String uploadedBy) {
        var key = keys.newKey();
        return new StoredFile(
                ids.next(),
                fileId,
                FileName.of(filename),
                plan,
                mimeType,
                0,
                uploadedBy,
                keys.wrap(fileId, key),
                key.hash(),
                FileStatus.PENDING,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** The file with a key that it has had before. */
    public StoredFile with(StoredFile file, Wrapped key) {
        return file.with(key, keys.unwrap(file.fileId(), key).hash());
    }

    /** Inserts a file; parts of a concatenation are not announced. The statements are pipelined. */
    public Uni<Void> insert(SqlConnection connection, StoredFile file, TraceContext trace) {
        var row = files.insert(connection, file);
        if (file.isPartial()) return row;
        var event = outbox.append(connection, List.of(new Outbox.Entry(event(file), trace)));
        return Uni.combine().all().unis(row, event).discardItems();
    }

    private static FileEvent event(StoredFile file) {
        return new FileEvent.Initialised(
                file.fileId(),
                file.createdAt(),
                file.filename(),
                file.plan().fileSize(),
                file.mimeType(),
                file.plan().chunkSize(),
                file.plan().count(),
                file.uploadedBy());
    }
}
