package io.bitchat.files.fetch;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * SQL statements about fetches. The replica that runs a fetch holds its lease; no other replica can renew or end it.
 */
@ApplicationScoped
class FetchTable {
    private static final String COLUMNS = """
            file_id, requested_by, merkle_root, urls, state, reason, attempts, octets, refetched, report, created_at, ended_at
            """;
    private static final String FIND = "select " + COLUMNS + " from file_fetches where file_id = $1";
    private static final String OPEN = """
            select count(*), count(*) filter (where requested_by = $2)
            from file_fetches where state in ('queued', 'running', 'waiting') and file_id <> $1
            """;
    /** A running fetch continues. It keeps its sources and adds the new URLs when it renews its lease. */
    private static final String BEGIN = """
            insert into file_fetches as f (file_id, requested_by, merkle_root, urls, created_at)
            values ($1, $2, $3, $4, $5)
            on conflict (file_id) do update
            set urls = excluded.urls, reason = '', attempts = 0, ended_at = null,
                state = case when f.state = 'running' then f.state else 'queued' end,
                leased_until = case when f.state = 'running' then f.leased_until end
            """;

    private static final String CLAIM = """
            update file_fetches
            set state = 'running', lease_owner = $1, leased_until = $2, attempts = attempts + 1,
                octets = octets + coalesce((report ->> 'octets')::bigint, 0),
                refetched = refetched + coalesce((report ->> 'refetched')::bigint, 0),
                report = '{}'
            where file_id in (
                select file_id from file_fetches
                where state in ('queued', 'running', 'waiting') and (leased_until is null or leased_until < $3)
                order by created_at
                limit greatest(0, $4 - (select count(*) from file_fetches where state = 'running' and leased_until >= $3))
                for update skip locked)
            returning
            """ + COLUMNS;
    private static final String RENEW = """
            update file_fetches set leased_until = $3, report = $4
            where file_id = $1 and lease_owner = $2 and state = 'running' returning urls
            """;
    private static final String END = """
            update file_fetches
            set state = $3, reason = $4, report = $5, leased_until = $6, ended_at = $7, lease_owner = null
            where file_id = $1 and lease_owner = $2 and state = 'running'
            """;
    private static final String STOP = """
            update file_fetches set state = 'stopped', reason = '', lease_owner = null, leased_until = null, ended_at = $2
            where file_id = $1 and state in ('queued', 'running', 'waiting')
            """;

    private final Pool pool;

    FetchTable(Pool pool) {
        this.pool = pool;
    }

    Uni<Optional<Fetch>> find(String fileId) {
        return pool.preparedQuery(FIND).execute(Tuple.of(fileId)).map(rows -> all(rows).stream()
                .findFirst());
    }

    /**
     * Number of fetches that are queued, running or waiting.
     *
     * @param all of all peers together
     * @param own of the requesting peer
     */
    record Open(long all, long own) {}

    /** Counts the fetches of other files. A lock until the end of the transaction makes callers take turns. */
    Uni<Open> others(SqlConnection connection, String fileId, String requestedBy) {
        return connection
                .query("select pg_advisory_xact_lock(hashtextextended('files fetches', 0))")
                .execute()
                .chain(() -> connection.preparedQuery(OPEN).execute(Tuple.of(fileId, requestedBy)))
                .map(rows -> rows.iterator().next())
                .map(row -> new Open(row.getLong(0), row.getLong(1)));
    }

    Uni<Void> begin(SqlConnection connection, FetchRequest request, String fileId, List<URI> urls, Instant now) {
        var columns = Tuple.of(
                fileId,
                request.requestedBy(),
                request.merkleRoot().toLowerCase(java.util.Locale.ROOT),
                new JsonArray(urls.stream().map(URI::toString).toList()),
                utc(now));
        return connection.preparedQuery(BEGIN).execute(columns).replaceWithVoid();
    }

    /** Claims due fetches for this replica, as many as the site may run in addition to those that run. */
    Uni<List<Fetch>> claim(UUID owner, Instant now, Instant until, int atMost) {
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(owner, utc(until), utc(now), atMost))
                .map(FetchTable::all);
    }

    /** Extends the lease. Returns the URLs to ask, or empty if this replica does not hold the lease any more. */
    Uni<Optional<List<URI>>> renew(String fileId, UUID owner, Instant until, JsonObject report) {
        return pool.preparedQuery(RENEW)
                .execute(Tuple.of(fileId, owner, utc(until), report))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(row -> Fetch.urls((JsonArray) row.getValue("urls"))));
    }

    /** Result of an attempt. */
    record End(
            FetchState state,
            String reason,
            JsonObject report,
            @Nullable Instant again,
            @Nullable Instant at) {}

    Uni<Void> end(String fileId, UUID owner, End end) {
        var columns = Tuple.tuple(Arrays.asList(
                fileId,
                owner,
                end.state().wire(),
                end.reason(),
                end.report(),
                end.again() == null ? null : utc(end.again()),
                end.at() == null ? null : utc(end.at())));
        return pool.preparedQuery(END).execute(columns).replaceWithVoid();
    }

    Uni<Void> stop(String fileId, Instant now) {
        return pool.preparedQuery(STOP).execute(Tuple.of(fileId, utc(now))).replaceWithVoid();
    }

    private static List<Fetch> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(Fetch::of).toList();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
