package io.bitchat.groups.operation;

import io.bitchat.kit.time.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Where operations are kept: own ones from the moment of the change, those of other sites as they arrive. */
@ApplicationScoped
public class OperationTable {
    /** Nothing where the group is not shared. */
    private static final String APPEND = """
            insert into group_operations (id, group_id, after_sequence, operation)
            select $1, g.group_id, c.sequence, $3
            from group_gossip g join group_chats c on c.group_id = g.group_id where g.group_id = $2
            """;

    private final Ids ids;

    OperationTable(Ids ids) {
        this.ids = ids;
    }

    /** Leaves an operation for other sites, in the transaction of the change and under the group's lock. */
    public Uni<Void> append(SqlConnection connection, String groupId, Operation operation) {
        JsonObject json = OperationJson.encode(operation);
        return connection
                .preparedQuery(APPEND)
                .execute(Tuple.of(ids.next(), groupId, json))
                .replaceWithVoid();
    }
}
