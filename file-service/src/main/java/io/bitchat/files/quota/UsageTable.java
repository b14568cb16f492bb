package io.bitchat.files.quota;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;

/** SQL statements about the storage of peers. */
@ApplicationScoped
class UsageTable {
    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('files ' || $1, 0))";
    private static final String USAGE = """
            select count(*), coalesce(sum(file_size), 0)::bigint from file_transfers
            where uploaded_by = $1 and status <> 'failed'
            """;
    /**
     * Counts pending uploads only of the peer itself. Chunks come in any order, and the last one may be a single byte:
     * so only {@code uploaded_chunks - 1} full chunks are certain to be stored.
     */
    private static final String HELD = """
            select (select coalesce(sum(greatest(0, least(file_size - uploaded_chunks::bigint * chunk_size,
                                                          (uploaded_chunks - 1)::bigint * chunk_size))), 0)::bigint
                    from file_transfers where status = 'uploading' and touched_at > $1 and uploaded_by <> $2)
                 + (select coalesce(sum(greatest(0, file_size - uploaded_chunks::bigint * chunk_size)), 0)::bigint
                    from file_transfers
                    where uploaded_by = $2 and status in ('pending', 'uploading') and touched_at > $1)
            """;

    private final Pool pool;

    UsageTable(Pool pool) {
        this.pool = pool;
    }

    /** Locks the peer until the transaction ends, so that nobody else begins an upload for it. */
    Uni<Void> lock(SqlConnection connection, String peerId) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(peerId)).replaceWithVoid();
    }

    Uni<Usage> of(SqlConnection connection, String peerId) {
        return connection.preparedQuery(USAGE).execute(Tuple.of(peerId)).map(UsageTable::usage);
    }

    Uni<Usage> of(String peerId) {
        return pool.preparedQuery(USAGE).execute(Tuple.of(peerId)).map(UsageTable::usage);
    }

    private static Usage usage(RowSet<Row> rows) {
        var row = rows.iterator().next();
        return new Usage(row.getLong(0), row.getLong(1));
    }

    /**
     * Bytes that are reserved for uploads with activity since then: for each upload of the peer all missing bytes, for
     * each of another peer at most as many as it has stored.
     */
    Uni<Long> held(SqlConnection connection, String peerId, Instant since) {
        return connection
                .preparedQuery(HELD)
                .execute(Tuple.of(since.atOffset(ZoneOffset.UTC), peerId))
                .map(rows -> rows.iterator().next().getLong(0));
    }
}
