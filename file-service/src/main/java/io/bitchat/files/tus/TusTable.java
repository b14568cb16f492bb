package io.bitchat.files.tus;

import io.bitchat.files.file.FileTable;
import io.bitchat.files.file.StoredFile;
import io.bitchat.files.tus.TusUpload.Tail;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
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
import java.util.Optional;
import java.util.stream.StreamSupport;

/** SQL statements about tus uploads. */
@ApplicationScoped
public class TusTable {
    private static final String INSERT =
            "insert into tus_uploads (file_id, metadata, concat, parts) values ($1, $2, $3, $4)";
    /** Counts the stored chunks before the first gap: up to there a chunk's rank among the stored ones is its index. */
    private static final String STATE = """
            with run as (
                select count(*)::int as chunks from (
                    select chunk_index, row_number() over (order by chunk_index) - 1 as place
                    from file_chunks where file_id = $1 and uploaded) c
                where chunk_index = place)
            select u.metadata, u.concat, u.parts, u.joined_by, f.touched_at, run.chunks, t.number, t.size,
                   coalesce(j.status = 'completed', false) as joined
            from tus_uploads u
            join file_transfers f on f.file_id = u.file_id
            cross join run
            left join file_transfers j on j.file_id = u.joined_by
            left join lateral (
                select number, size from tus_tails
                where file_id = u.file_id and stored and chunk_index = run.chunks order by number desc limit 1) t on true
            where u.file_id = $1
            """;

    private static final String RAISE = """
            with alive as (
                update file_transfers set touched_at = $2 where file_id = $1 and status in ('pending', 'uploading'))
            update tus_uploads set epoch = epoch + 1 where file_id = $1 returning epoch
            """;
    private static final String DRAFT = """
            insert into tus_tails (file_id, number, chunk_index, size, created_at)
            select file_id, epoch, $3, $4, $5 from tus_uploads where file_id = $1 and epoch = $2
            """;
    /** Locks the upload's row, so that this and a raise of the epoch wait for each other. */
    private static final String KEEP = """
            with mine as (select file_id from tus_uploads where file_id = $1 and epoch = $2 for update),
                 alive as (
                update file_transfers set touched_at = $3 where file_id = $1 and status in ('pending', 'uploading'))
            update tus_tails t set stored = true from mine where t.file_id = mine.file_id and t.number = $2
            """;

    private static final String CLAIM_PARTS = """
            update tus_uploads u set joined_by = $1
            where u.file_id = any($2)
            and (u.joined_by is null or exists (
                select from file_transfers f where f.file_id = u.joined_by and f.status = 'failed'))
            """;
    private static final String END_PART = """
            update file_transfers set status = 'failed', uploaded_chunks = 0
            where file_id = $1 and starts_with(file_id, 'part_') and status <> 'failed'
            """;
    private static final String RELEASE = """
            update file_transfers p set status = 'failed', uploaded_chunks = 0
            from tus_uploads u join file_transfers f on f.file_id = u.joined_by
            where p.file_id = u.file_id and f.status = 'completed' and p.status <> 'failed'
            returning p.file_id
            """;
    private static final String EXPIRE_PARTS = """
            update file_transfers p set status = 'failed', uploaded_chunks = 0
            from tus_uploads u left join file_transfers f on f.file_id = u.joined_by
            where p.file_id = u.file_id and starts_with(p.file_id, 'part_') and p.status <> 'failed' and p.touched_at < $1
            and (f.status is null or f.status = 'failed')
            """;
    private static final String UNFINISHED = """
            select u.file_id from tus_uploads u join file_transfers f on f.file_id = u.file_id
            where u.parts is not null and f.status in ('pending', 'uploading') and f.merkle_root is null
            and f.touched_at < $1
            order by f.touched_at limit $2
            """;
    private static final String USELESS_TAILS = """
            select t.file_id, t.number from tus_tails t join file_transfers f on f.file_id = t.file_id
            where t.created_at < $1
            and (not t.stored or f.status in ('completed', 'failed')
                 or exists (select from file_chunks c
                            where c.file_id = t.file_id and c.chunk_index = t.chunk_index and c.uploaded)
                 or exists (select from tus_tails n where n.file_id = t.file_id and n.stored and n.number > t.number))
            limit $2
            """;

    private final Pool pool;
    private final FileTable files;

    TusTable(Pool pool, FileTable files) {
        this.pool = pool;
        this.files = files;
    }

    /** Key of a tail. */
    public record TailKey(String fileId, int number) {}

    Uni<Void> insert(SqlConnection connection, StoredFile file, UploadMetadata metadata, UploadConcat concat) {
        return connection
                .preparedQuery(INSERT)
                .execute(
                        switch (concat) {
                            case UploadConcat.Whole() -> Tuple.of(file.fileId(), metadata.header(), null, null);
                            case UploadConcat.Partial() -> Tuple.of(file.fileId(), metadata.header(), "partial", null);
                            case UploadConcat.Final(var header, var parts) ->
                                Tuple.of(file.fileId(), metadata.header(), header, parts.toArray(String[]::new));
                        })
                .replaceWithVoid();
    }

    /** Fails with 404 where there is no such upload. */
    public Uni<TusUpload> find(String fileId) {
        return files.findUpload(fileId).chain(file -> pool.preparedQuery(STATE)
                .execute(Tuple.of(fileId))
                .map(rows -> first(rows).map(row -> uploadOf(file, row)))
                .map(upload -> upload.orElseThrow(() -> Problem.notFound("upload", fileId))));
    }

    private static TusUpload uploadOf(StoredFile file, Row row) {
        return new TusUpload(
                file,
                row.getString("metadata"),
                Optional.ofNullable(row.getString("concat")),
                Optional.ofNullable(row.getArrayOfStrings("parts"))
                        .map(List::of)
                        .orElse(List.of()),
                Optional.ofNullable(row.getString("joined_by")),
                row.getBoolean("joined"),
                row.getOffsetDateTime("touched_at").toInstant(),
                row.getInteger("chunks"),
                Optional.ofNullable(row.getInteger("number")).map(number -> new Tail(number, row.getInteger("size"))));
    }

    /** Begins a new epoch, in which only the caller may store tails. */
    public Uni<Integer> raiseEpoch(String fileId, Instant now) {
        return pool.preparedQuery(RAISE).execute(Tuple.of(fileId, utc(now))).map(rows -> first(rows)
                .map(row -> row.getInteger(0))
                .orElseThrow(() -> Problem.notFound("upload", fileId)));
    }

    /** @return whether the caller's epoch is still current */
    public Uni<Boolean> draftTail(String fileId, int epoch, int chunkIndex, int size, Instant now) {
        return pool.preparedQuery(DRAFT)
                .execute(Tuple.of(fileId, epoch, chunkIndex, size, utc(now)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** @return whether the caller's epoch is still current */
    public Uni<Boolean> keepTail(String fileId, int epoch, Instant now) {
        return pool.preparedQuery(KEEP)
                .execute(Tuple.of(fileId, epoch, utc(now)))
                .map(rows -> rows.rowCount() == 1);
    }

    public Uni<Void> forgetTail(TailKey tail) {
        return pool.preparedQuery("delete from tus_tails where file_id = $1 and number = $2")
                .execute(Tuple.of(tail.fileId(), tail.number()))
                .replaceWithVoid();
    }

    /** Tails from before that time that nobody will read; at most {@code atMost}. */
    Uni<List<TailKey>> uselessTails(Instant before, int atMost) {
        return pool.preparedQuery(USELESS_TAILS)
                .execute(Tuple.of(utc(before), atMost))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new TailKey(row.getString(0), row.getInteger(1)))
                        .toList());
    }

    // --- parts

    /** @return whether all parts now belong to the file, and none to another one */
    Uni<Boolean> claimParts(SqlConnection connection, String fileId, List<String> parts) {
        var distinct = parts.stream().distinct().sorted().toArray(String[]::new);
        return connection
                .preparedQuery("select 1 from tus_uploads where file_id = any($1) order by file_id for update")
                .execute(Tuple.tuple(Arrays.asList((Object) distinct)))
                .chain(() -> connection.preparedQuery(CLAIM_PARTS).execute(Tuple.of(fileId, distinct)))
                .map(rows -> rows.rowCount() == distinct.length);
    }

    /** Marks a part as failed, complete or not; its chunks must be deleted afterwards. */
    Uni<Void> endPart(String fileId) {
        return pool.preparedQuery(END_PART).execute(Tuple.of(fileId)).replaceWithVoid();
    }

    /** Marks the parts of complete files as failed; returns their ids, whose chunks must be deleted afterwards. */
    Uni<List<String>> releaseParts() {
        return pool.preparedQuery(RELEASE).execute().map(TusTable::ids);
    }

    /** Marks parts as failed that were silent since then and that no file uses. */
    Uni<Void> expireParts(Instant since) {
        return pool.preparedQuery(EXPIRE_PARTS).execute(Tuple.of(utc(since))).replaceWithVoid();
    }

    /** Files whose concatenation is not finished and was silent since then; at most {@code atMost}. */
    Uni<List<String>> unfinished(Instant before, int atMost) {
        return pool.preparedQuery(UNFINISHED)
                .execute(Tuple.of(utc(before), atMost))
                .map(TusTable::ids);
    }

    private static List<String> ids(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getString(0))
                .toList();
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).findFirst();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
