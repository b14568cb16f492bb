package io.bitchat.files.file;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** SQL statements about files and their chunks. */
@ApplicationScoped
public class FileTable {
    /** Columns of a {@link StoredFile}. */
    private static final String FILE_COLUMNS = """
            id, file_id, filename, file_size, mime_type, chunk_size, total_chunks, uploaded_chunks, uploaded_by,
            encryption_key_hash, wrapped_key, wrapping_key_id, status, created_at, completed_at, merkle_root,
            download_sources
            """;
    /** Columns of a {@link ChunkState}. */
    private static final String CHUNK_COLUMNS =
            "id, file_id, chunk_index, chunk_hash, chunk_size, uploaded_at, damaged_at, available_from";

    private static final String FIND =
            "select " + FILE_COLUMNS + " from file_transfers where file_id = $1 and deleted_at is null";
    /**
     * Does not block rows that only reference the file: a claim of a chunk need not wait for the commit of another
     * chunk.
     */
    private static final String LOCK = FIND + " for no key update";

    private static final String LOCK_ALL = "select " + FILE_COLUMNS
            + " from file_transfers where file_id = any($1) order by file_id for no key update";
    private static final String INSERT = """
            insert into file_transfers (id, file_id, filename, file_size, mime_type, chunk_size, total_chunks, uploaded_by,
                                        encryption_key_hash, wrapped_key, wrapping_key_id, created_at, touched_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
            """;
    private static final String OPEN_UPLOADS = """
            select count(*) from file_transfers
            where uploaded_by = $1 and status in ('pending', 'uploading') and touched_at > $2
            """;
    private static final String CHUNK =
            "select " + CHUNK_COLUMNS + " from file_chunks where file_id = $1 and chunk_index = $2";
    private static final String CHUNKS = "select " + CHUNK_COLUMNS + """
             from file_chunks where file_id = $1 and chunk_index >= $2 and chunk_index < $3 order by chunk_index
            """;
    /** Columns of a {@link ChunkPresence}, in the order in which it reads them. */
    private static final String PRESENCES = """
            select chunk_index, chunk_hash, chunk_size, uploaded_at is not null, damaged_at is not null, available_from::text
            from file_chunks where file_id = $1 and chunk_index >= $2 and chunk_index < $3 order by chunk_index
            """;

    private static final String HASHES =
            "select chunk_hash from file_chunks where file_id = $1 and (uploaded or damaged_at is not null) order by chunk_index";
    private static final String PROGRESS = """
            update file_transfers
            set uploaded_chunks = $2, status = $3, touched_at = $4, merkle_root = coalesce($5, merkle_root),
                completed_at = case when $3 = 'completed' then coalesce(completed_at, $4) else completed_at end
            where file_id = $1
            """;
    private static final String DAMAGED = """
            update file_chunks set uploaded = false, uploaded_at = null, damaged_at = $4
            where file_id = $1 and chunk_index = $2 and chunk_hash = $3 and uploaded
            """;
    private static final String FAIL = """
            update file_transfers set status = 'failed', uploaded_chunks = 0
            where file_id = $1 and status in ('pending', 'uploading') and merkle_root is null
                  and ($2::timestamptz is null or touched_at < $2 and not exists (
                      select from file_chunks c where c.file_id = $1 and c.claimed_until > $3))
            """;
    private static final String DELETE = """
            update file_transfers set status = 'failed', uploaded_chunks = 0, deleted_at = $2
            where file_id = $1 and merkle_root is not null and status <> 'failed'
            """;
    /** Deletes failed files of which nothing is stored any more, together with the parts that they were made of. */
    private static final String PURGE = """
            with gone as (
                select file_id from file_transfers f
                where status = 'failed' and (deleted_at is not null or touched_at < $2)
                and not exists (select from file_chunks c where c.file_id = f.file_id)
                and not exists (select from tus_tails t where t.file_id = f.file_id)
                and not exists (select from tus_uploads u join file_chunks c on c.file_id = u.file_id
                                where u.joined_by = f.file_id)
                limit $1)
            delete from file_transfers
            where file_id in (select file_id from gone)
                  or status = 'failed'
                     and file_id in (select u.file_id from tus_uploads u join gone on u.joined_by = gone.file_id)
            """;
    /**
     * Excludes chunks with a valid claim: their objects may still be written, and the sweeper finds them by their rows.
     */
    private static final String UNCLAIMED = "select " + CHUNK_COLUMNS + """
             from file_chunks where file_id = $1 and (claimed_until is null or claimed_until < $2) order by chunk_index
            """;

    private static final String SILENT = "select " + FILE_COLUMNS + """
             from file_transfers where status in ('pending', 'uploading') and merkle_root is null and touched_at < $1 order by touched_at limit $2
            """;
    private static final String LEFT_BEHIND = "select " + FILE_COLUMNS + """
             from file_transfers f where status = 'failed'
             and exists (select from file_chunks c where c.file_id = f.file_id) limit $1
            """;
    private static final String STALE = """
            update file_chunks set claimed_until = $2, chunk_hash = repeat('0', 64)
            where id in (select id from file_chunks where claimed_until < $1 and not uploaded and damaged_at is null
                         limit $3 for update skip locked)
            returning
            """ + CHUNK_COLUMNS;

    private final Pool pool;

    FileTable(Pool pool) {
        this.pool = pool;
    }

    /** The file; empty if there is none, or if it is only a part of one. */
    public Uni<Optional<StoredFile>> lookup(String fileId) {
        return fileId.startsWith(StoredFile.PARTIAL)
                ? Uni.createFrom().item(Optional.empty())
                : pool.preparedQuery(FIND).execute(Tuple.of(fileId)).map(rows -> first(rows)
                        .map(StoredFile::of));
    }

    /** Like {@link #lookup}, but fails with 404 if there is none. */
    public Uni<StoredFile> find(String fileId) {
        return lookup(fileId).map(file -> file.orElseThrow(() -> Problem.notFound("file", fileId)));
    }

    /** Like {@link #find}, but finds parts as well. */
    public Uni<StoredFile> findUpload(String fileId) {
        return pool.preparedQuery(FIND).execute(Tuple.of(fileId)).map(rows -> required(fileId, rows));
    }

    /** Like {@link #findUpload}, and locks the file's row until the transaction ends. */
    public Uni<StoredFile> lock(SqlConnection connection, String fileId) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(fileId)).map(rows -> required(fileId, rows));
    }

    /** Locks several files in the order of their ids, which prevents deadlocks. Returns those that exist. */
    public Uni<Map<String, StoredFile>> lockAll(SqlConnection connection, Set<String> fileIds) {
        return connection
                .preparedQuery(LOCK_ALL)
                .execute(Tuple.of(fileIds.toArray(String[]::new)))
                .map(rows -> files(rows).stream().collect(Collectors.toMap(StoredFile::fileId, file -> file)));
    }

    private static StoredFile required(String fileId, RowSet<Row> rows) {
        return first(rows).map(StoredFile::of).orElseThrow(() -> Problem.notFound("file", fileId));
    }

    public Uni<Void> insert(SqlConnection connection, StoredFile file) {
        var columns = Tuple.tuple(Arrays.asList(
                file.id(),
                file.fileId(),
                file.filename(),
                file.plan().fileSize(),
                file.mimeType(),
                file.plan().chunkSize(),
                file.plan().count(),
                file.uploadedBy(),
                file.keyHash().toString(),
                Buffer.buffer(file.key().bytes()),
                file.key().by(),
                utc(file.createdAt())));
        return connection.preparedQuery(INSERT).execute(columns).replaceWithVoid();
    }

    /** Number of the peer's uploads in progress that have been active since then. */
    public Uni<Long> openUploads(SqlConnection connection, String peerId, Instant since) {
        return connection
                .preparedQuery(OPEN_UPLOADS)
                .execute(Tuple.of(peerId, utc(since)))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    // --- chunks

    /** A chunk that is stored, damaged or being written. */
    public Uni<Optional<ChunkState>> chunk(String fileId, int index) {
        return pool.preparedQuery(CHUNK).execute(Tuple.of(fileId, index)).map(rows -> first(rows)
                .map(ChunkState::of));
    }

    /** The chunks from {@code from} to {@code to}, exclusive, that are stored, damaged or being written, in order. */
    public Uni<List<ChunkState>> chunks(String fileId, int from, int to) {
        return pool.preparedQuery(CHUNKS).execute(Tuple.of(fileId, from, to)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(ChunkState::of)
                .toList());
    }

    /** The same chunks as {@link ChunkPresence}. */
    public Uni<List<ChunkPresence>> presences(String fileId, int from, int to) {
        return pool.preparedQuery(PRESENCES)
                .execute(Tuple.of(fileId, from, to))
                .map(rows -> ChunkPresence.all(rows, rows.size()));
    }

    /** Hashes of all chunks that are stored or damaged, in order. */
    public Uni<List<ChunkHash>> hashes(String fileId) {
        return pool.preparedQuery(HASHES).execute(Tuple.of(fileId)).map(FileTable::hashes);
    }

    public Uni<List<ChunkHash>> hashes(SqlConnection connection, String fileId) {
        return connection.preparedQuery(HASHES).execute(Tuple.of(fileId)).map(FileTable::hashes);
    }

    private static List<ChunkHash> hashes(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> ChunkHash.parse(row.getString(0)).orElseThrow())
                .toList();
    }

    /** @param root Merkle root, if the file is complete */
    public Uni<Void> progress(
            SqlConnection connection,
            StoredFile file,
            int chunks,
            FileStatus status,
            Optional<ChunkHash> root,
            Instant now) {
        var columns = Tuple.of(
                file.fileId(),
                chunks,
                status.wire(),
                utc(now),
                root.map(ChunkHash::toString).orElse(null));
        return connection.preparedQuery(PROGRESS).execute(columns).replaceWithVoid();
    }

    /** @return whether the chunk was stored before */
    public Uni<Boolean> damaged(SqlConnection connection, ChunkState chunk, Instant now) {
        return connection
                .preparedQuery(DAMAGED)
                .execute(Tuple.of(chunk.fileId(), chunk.index(), chunk.hash().toString(), utc(now)))
                .map(rows -> rows.rowCount() == 1);
    }

    /**
     * Marks an upload as failed.
     *
     * @param silentSince if present, applies only if there was no activity since then and no chunk is being written
     * @return whether the upload was in progress before
     */
    public Uni<Boolean> fail(SqlConnection connection, String fileId, Optional<Instant> silentSince, Instant now) {
        return connection
                .preparedQuery(FAIL)
                .execute(Tuple.of(fileId, silentSince.map(FileTable::utc).orElse(null), utc(now)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** @return whether the file was complete, or under repair, before; from now on it is not found */
    public Uni<Boolean> delete(SqlConnection connection, String fileId, Instant now) {
        return connection
                .preparedQuery(DELETE)
                .execute(Tuple.of(fileId, utc(now)))
                .map(rows -> rows.rowCount() == 1);
    }

    /**
     * Deletes the rows of deleted files, and of uploads that failed before that time, once nothing is stored of them;
     * limited to {@code atMost} files.
     */
    public Uni<Void> purge(Instant before, int atMost) {
        return pool.preparedQuery(PURGE).execute(Tuple.of(atMost, utc(before))).replaceWithVoid();
    }

    /** Chunks without a valid claim, in order. */
    public Uni<List<ChunkState>> unclaimed(String fileId, Instant now) {
        return pool.preparedQuery(UNCLAIMED).execute(Tuple.of(fileId, utc(now))).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(ChunkState::of)
                .toList());
    }

    /** Deletes the row of a chunk whose object is deleted. */
    public Uni<Void> forget(ChunkState chunk) {
        return pool.preparedQuery("delete from file_chunks where id = $1")
                .execute(Tuple.of(chunk.id()))
                .replaceWithVoid();
    }

    /** Uploads in progress that were silent since then; at most {@code atMost}. */
    public Uni<List<StoredFile>> silentSince(Instant since, int atMost) {
        return pool.preparedQuery(SILENT).execute(Tuple.of(utc(since), atMost)).map(FileTable::files);
    }

    /** Failed uploads that still have chunks; at most {@code atMost}. */
    public Uni<List<StoredFile>> failedWithChunks(int atMost) {
        return pool.preparedQuery(LEFT_BEHIND).execute(Tuple.of(atMost)).map(FileTable::files);
    }

    /**
     * Chunks whose claims have expired before they were stored; at most {@code atMost}. Claims each until
     * {@code until}, for a hash that no bytes have, so that nobody writes it.
     */
    public Uni<List<ChunkState>> takeStaleClaims(Instant now, Instant until, int atMost) {
        return pool.preparedQuery(STALE)
                .execute(Tuple.of(utc(now), utc(until), atMost))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(ChunkState::of)
                        .toList());
    }

    private static List<StoredFile> files(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(StoredFile::of)
                .toList();
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).findFirst();
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
