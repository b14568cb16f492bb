package io.bitchat.files.file;

import io.bitchat.chunks.ChunkHash;
import io.bitchat.files.store.ChunkStore;
import io.bitchat.kit.time.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** SQL statements for incoming chunks; one statement handles all chunks that arrive at the same time. */
@ApplicationScoped
public class ChunkBatchTable {
    /** Sorted, so that replicas cannot deadlock. Skips chunks of failed uploads. */
    private static final String CLAIM = """
            insert into file_chunks as c (id, file_id, chunk_index, chunk_hash, chunk_size, stored_path, claimed_until)
            select claim.id, claim.file_id, chunk_index, chunk_hash, claim.chunk_size, stored_path, $7
            from unnest($1::uuid[], $2::text[], $3::integer[], $4::text[], $5::integer[], $6::text[])
                 as claim (id, file_id, chunk_index, chunk_hash, chunk_size, stored_path)
                 join file_transfers f on f.file_id = claim.file_id and f.status <> 'failed'
            order by claim.file_id, chunk_index
            on conflict (file_id, chunk_index) do update
            set chunk_hash = excluded.chunk_hash, claimed_until = excluded.claimed_until,
                stored_path = excluded.stored_path
            where not c.uploaded and (c.chunk_hash = excluded.chunk_hash
                                      or c.damaged_at is null and (c.claimed_until is null or c.claimed_until < $8))
            returning file_id, chunk_index
            """;

    private static final String STORED = """
            update file_chunks c
            set uploaded = true, uploaded_at = $4, claimed_until = null, damaged_at = null,
                available_from = jsonb_build_array(f.uploaded_by)
            from unnest($1::text[], $2::integer[], $3::text[]) as come (file_id, chunk_index, chunk_hash)
                 join file_transfers f on f.file_id = come.file_id
            where c.file_id = come.file_id and c.chunk_index = come.chunk_index and c.chunk_hash = come.chunk_hash
                  and not c.uploaded
            returning c.id, c.file_id, c.chunk_index, c.chunk_hash, c.chunk_size, c.uploaded_at, c.damaged_at,
                      c.available_from
            """;

    private final Pool pool;
    private final Ids ids;
    private final ChunkStore store;

    ChunkBatchTable(Pool pool, Ids ids, ChunkStore store) {
        this.pool = pool;
        this.ids = ids;
        this.store = store;
    }

    /**
     * A chunk's place in a file.
     *
     * @param index from 0
     */
    public record Place(String fileId, int index) {}

    /** A chunk that has arrived, with the hash of its bytes. */
    public record Arrival(StoredFile file, int index, ChunkHash hash) {
        public Place place() {
            return new Place(file.fileId(), index);
        }
    }

    /**
     * Claims places in the store for arriving chunks. Requests with the same bytes may claim the same place.
     *
     * @param arrivals chunks of different places
     * @param until end of the claim; before it nobody can claim the place for other bytes
     * @return places that may be written
     */
    public Uni<Set<Place>> claim(Collection<Arrival> arrivals, Instant now, Instant until) {
        var all = List.copyOf(arrivals);
        var columns = Tuple.tuple(Arrays.asList(
                column(all, UUID[]::new, _ -> ids.next()),
                column(all, String[]::new, one -> one.file().fileId()),
                column(all, Integer[]::new, Arrival::index),
                column(all, String[]::new, one -> one.hash().toString()),
                column(all, Integer[]::new, one -> one.file().plan().length(one.index())),
                column(all, String[]::new, one -> store.locationOf(one.file().objectOf(one.index()))),
                FileTable.utc(until),
                FileTable.utc(now)));
        return pool.preparedQuery(CLAIM).execute(columns).map(rows -> StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Place(row.getString("file_id"), row.getInteger("chunk_index")))
                .collect(Collectors.toSet()));
    }

    /**
     * Marks chunks as stored; the caller holds the locks of their files.
     *
     * @return those that were not stored before
     */
    public Uni<List<ChunkState>> stored(SqlConnection connection, Collection<Arrival> arrivals, Instant now) {
        if (arrivals.isEmpty()) return Uni.createFrom().item(List.of());
        var all = List.copyOf(arrivals);
        var columns = Tuple.tuple(Arrays.asList(
                column(all, String[]::new, one -> one.file().fileId()),
                column(all, Integer[]::new, Arrival::index),
                column(all, String[]::new, one -> one.hash().toString()),
                FileTable.utc(now)));
        return connection.preparedQuery(STORED).execute(columns).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(ChunkState::of)
                .toList());
    }

    private static <T> T[] column(List<Arrival> all, IntFunction<T[]> array, Function<Arrival, T> value) {
        return all.stream().map(value).toArray(array);
    }
}
