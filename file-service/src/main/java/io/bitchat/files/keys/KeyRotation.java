package io.bitchat.files.keys;

import io.bitchat.files.keys.KeyRing.Wrapped;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;

/** Rewraps the keys of all files after a new key was put first in the key file. Chunks are not touched. */
@ApplicationScoped
class KeyRotation {
    private static final int PAGE = 200;
    private static final String OTHERS = """
            select file_id, wrapped_key, wrapping_key_id from file_transfers
            where wrapping_key_id <> $1 and file_id > $2 order by file_id limit $3
            """;
    private static final String REPLACE = """
            update file_transfers f set wrapped_key = n.wrapped, wrapping_key_id = $1
            from unnest($2::text[], $3::text[], $4::bytea[]) as n (file_id, before, wrapped)
            where f.file_id = n.file_id and f.wrapping_key_id = n.before
            """;

    private final Pool pool;
    private final KeyRing keys;

    KeyRotation(Pool pool, KeyRing keys) {
        this.pool = pool;
        this.keys = keys;
    }

    @Scheduled(every = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return from("");
    }

    private Uni<Void> from(String after) {
        return pool.preparedQuery(OTHERS)
                .execute(Tuple.of(keys.current(), after, PAGE))
                .flatMap(rows -> rows.size() == 0
                        ? Uni.createFrom().voidItem()
                        : rewrap(rows).flatMap(this::from));
    }

    /** @return last id of the page; a key that cannot be unwrapped is left as it is */
    private Uni<String> rewrap(RowSet<Row> rows) {
        var ids = new ArrayList<String>();
        var before = new ArrayList<String>();
        var wrapped = new ArrayList<Buffer>();
        var last = "";
        var refused = new ArrayList<String>();
        for (var row : rows) {
            last = row.getString("file_id");
            try {
                var old = new Wrapped(row.getBuffer("wrapped_key").getBytes(), row.getString("wrapping_key_id"));
                wrapped.add(
                        Buffer.buffer(keys.wrap(last, keys.unwrap(last, old)).bytes()));
                ids.add(last);
                before.add(old.by());
            } catch (IllegalStateException e) {
                refused.add(e.getMessage());
            }
        }
        // a key that was removed too early affects many files: log one line, not one for each
        if (!refused.isEmpty())
            Log.errorf("%d files cannot be read, the first: %s", refused.size(), refused.getFirst());
        var columns = Tuple.of(
                keys.current(),
                ids.toArray(String[]::new),
                before.toArray(String[]::new),
                wrapped.toArray(Buffer[]::new));
        return pool.preparedQuery(REPLACE).execute(columns).replaceWith(last);
    }
}
