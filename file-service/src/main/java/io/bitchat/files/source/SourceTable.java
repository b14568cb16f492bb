package io.bitchat.files.source;

import io.bitchat.chunks.download.ChunkSet;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** SQL statements about sources of files. */
@ApplicationScoped
public class SourceTable {
    private static final String COLUMNS = "file_id, peer_id, url, chunks::text as chunks, announced_at";
    private static final String ALL = "select " + COLUMNS + " from file_sources where file_id = $1 order by peer_id";
    private static final String PAGE = "select " + COLUMNS + """
             from file_sources where file_id = $1 and peer_id > $2 order by peer_id limit $3
            """;
    private static final String OTHERS = "select count(*) from file_sources where file_id = $1 and peer_id <> $2";
    /** Returns no row if nothing has changed. */
    private static final String PUT = """
            insert into file_sources as s (file_id, peer_id, url, chunks, held_chunks, announced_at)
            values ($1, $2, $3, $4::text::int4multirange, $5, $6)
            on conflict (file_id, peer_id) do update
            set url = excluded.url, chunks = excluded.chunks, held_chunks = excluded.held_chunks,
                announced_at = excluded.announced_at
            where s.url is distinct from excluded.url or s.chunks <> excluded.chunks
            returning 1
            """;

    private static final String DELETE = "delete from file_sources where file_id = $1 and peer_id = $2 returning 1";
    private static final String TELL = """
            update file_transfers f set download_sources = coalesce(
                (select jsonb_agg(s.peer_id order by s.announced_at, s.peer_id) from file_sources s
                 where s.file_id = f.file_id and s.held_chunks = f.total_chunks), '[]')
            where f.file_id = $1
            """;
    private static final Pattern RANGE = Pattern.compile("\\[(\\d+),(\\d+)\\)");

    private final Pool pool;

    SourceTable(Pool pool) {
        this.pool = pool;
    }

    /** All sources of a file, at most 100, ordered by peer. */
    public Uni<List<FileSource>> of(String fileId) {
        return pool.preparedQuery(ALL).execute(Tuple.of(fileId)).map(SourceTable::sources);
    }

    Uni<List<FileSource>> page(String fileId, String after, int limit) {
        return pool.preparedQuery(PAGE).execute(Tuple.of(fileId, after, limit)).map(SourceTable::sources);
    }

    Uni<Long> others(SqlConnection connection, String fileId, String peerId) {
        return connection
                .preparedQuery(OTHERS)
                .execute(Tuple.of(fileId, peerId))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Records an announcement; returns whether it changed anything. The caller holds the file's lock. */
    Uni<Boolean> put(SqlConnection connection, FileSource source) {
        var columns = Tuple.of(
                source.fileId(),
                source.peerId(),
                source.url().orElse(null),
                text(source.chunks()),
                source.chunks().size(),
                source.announcedAt().atOffset(ZoneOffset.UTC));
        return connection
                .preparedQuery(PUT)
                .execute(columns)
                .map(rows -> rows.size() == 1)
                .call(() -> tell(connection, source.fileId()));
    }

    Uni<Boolean> delete(SqlConnection connection, String fileId, String peerId) {
        return connection
                .preparedQuery(DELETE)
                .execute(Tuple.of(fileId, peerId))
                .map(rows -> rows.size() == 1)
                .call(() -> tell(connection, fileId));
    }

    /** Updates the list of peers with the whole file in the file's row. */
    private static Uni<Void> tell(SqlConnection connection, String fileId) {
        return connection.preparedQuery(TELL).execute(Tuple.of(fileId)).replaceWithVoid();
    }

    private static List<FileSource> sources(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new FileSource(
                        row.getString("file_id"),
                        row.getString("peer_id"),
                        Optional.ofNullable(row.getString("url")),
                        chunks(row.getString("chunks")),
                        row.getOffsetDateTime("announced_at").toInstant()))
                .toList();
    }

    /** The multirange as PostgreSQL writes it, with exclusive upper bounds. */
    static String text(ChunkSet chunks) {
        return chunks.ranges().stream()
                .map(range -> "[" + range.first() + "," + (range.last() + 1) + ")")
                .collect(Collectors.joining(",", "{", "}"));
    }

    static ChunkSet chunks(String text) {
        var ranges = new ArrayList<ChunkSet.Range>();
        for (var found = RANGE.matcher(text); found.find(); ) {
            ranges.add(new ChunkSet.Range(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2)) - 1));
        }
        return ChunkSet.of(ranges);
    }
}
