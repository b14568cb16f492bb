package io.bitchat.groups.send;

import io.bitchat.kit.commit.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Updates the clock's JSON in groups with so many writers that sends do not rewrite it. */
@ApplicationScoped
class ClockColumn {
    /** Skips rows that are locked; the next round takes them. */
    private static final String LOCK = """
            select group_id from group_chats where clock_behind
            order by group_id limit 100
            for no key update skip locked
            """;
    /** A separate statement: under the lock it sees every committed entry. */
    private static final String CATCH_UP = """
            update group_chats g
            set clock_behind = false,
                vector_clock = (select jsonb_object_agg(c.writer, c.entry) from group_clocks c
                                where c.group_id = g.group_id)
            where g.group_id = any($1)
            """;

    private final Transactions transactions;

    ClockColumn(Transactions transactions) {
        this.transactions = transactions;
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> catchUp() {
        return transactions.run(connection -> behind(connection)
                .flatMap(groups -> groups.isEmpty() ? Uni.createFrom().voidItem() : catchUp(connection, groups)));
    }

    private static Uni<List<String>> behind(SqlConnection connection) {
        return connection.query(LOCK).execute().map(rows -> {
            var groups = new ArrayList<String>(rows.size());
            rows.forEach(row -> groups.add(row.getString(0)));
            return groups;
        });
    }

    private static Uni<Void> catchUp(SqlConnection connection, List<String> groups) {
        return connection
                .preparedQuery(CATCH_UP)
                .execute(Tuple.of((Object) groups.toArray(String[]::new)))
                .replaceWithVoid();
    }
}
