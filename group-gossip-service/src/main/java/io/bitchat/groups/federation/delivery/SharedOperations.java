package io.bitchat.groups.federation.delivery;

import io.bitchat.gossip.PeerId;
import io.bitchat.groups.oplog.GroupPayload;
import io.bitchat.groups.oplog.OperationJson;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;

/** Stores operations that the protocol has delivered. */
@ApplicationScoped
class SharedOperations {
    /** Operations of this site have had a row since the change; it only gets its time and site. */
    private static final String KEEP = """
            insert into group_operations as o (id, group_id, operation, hybrid_time, site_id)
            values ($1, $2, $3, $4, $5)
            on conflict (id) do update
            set operation = excluded.operation, hybrid_time = excluded.hybrid_time, site_id = excluded.site_id
            where o.group_id = excluded.group_id and o.hybrid_time is null
            """;

    Uni<Void> keep(SqlConnection connection, String groupId, GroupPayload.Change change, long time, PeerId site) {
        return connection
                .preparedQuery(KEEP)
                .execute(Tuple.tuple(Arrays.asList(
                        change.id(), groupId, OperationJson.encode(change.operation()), time, site.value())))
                .replaceWithVoid();
    }
}
