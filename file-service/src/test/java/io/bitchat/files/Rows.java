package io.bitchat.files;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** Database queries of the tests. */
@Singleton
public class Rows {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Pool pool;

    Rows(Pool pool) {
        this.pool = pool;
    }

    public List<Row> all(String statement, Object... parameters) {
        var rows = pool.preparedQuery(statement)
                .execute(Tuple.from(parameters))
                .await()
                .atMost(PATIENCE);
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }

    public Row one(String statement, Object... parameters) {
        return all(statement, parameters).getFirst();
    }
}
