package io.bitchat.groups.state;

import io.bitchat.contracts.groups.GroupEvent;
import io.bitchat.groups.Role;
import io.bitchat.groups.oplog.Operation;
import io.bitchat.groups.oplog.OperationJson;
import io.bitchat.groups.site.KnownSites;
import io.bitchat.kit.time.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Stores operations: own ones at the moment of the change, those of other sites as they arrive. */
@ApplicationScoped
public class OperationTable {
    /** Inserts nothing if the group is not shared. */
    private static final String APPEND = """
            insert into group_operations (id, group_id, after_sequence, operation)
            select $1, g.group_id, c.sequence, $3
            from group_gossip g join group_chats c on c.group_id = g.group_id where g.group_id = $2
            """;

    private final KnownSites sites;
    private final Ids ids;

    OperationTable(KnownSites sites, Ids ids) {
        this.sites = sites;
        this.ids = ids;
    }

    /** Records the operation of an event for other sites. Without sites it does nothing. */
    public Uni<Void> append(SqlConnection connection, GroupEvent event) {
        if (!sites.areEnabled()) return Uni.createFrom().voidItem();
        return switch (event) {
            case GroupEvent.Created _ -> Uni.createFrom().voidItem();
            case GroupEvent.Changed changed ->
                append(
                        connection,
                        changed.groupId(),
                        changed.isActive()
                                ? new Operation.Described(changed.at(), changed.name(), changed.description())
                                : new Operation.Closed(changed.at()));
            case GroupEvent.MemberJoined joined ->
                append(
                        connection,
                        joined.groupId(),
                        new Operation.Added(joined.at(), joined.peerId(), Role.of(joined.role())));
            case GroupEvent.MemberLeft left ->
                append(connection, left.groupId(), new Operation.Removed(left.at(), left.peerId(), left.reason(), 0));
            case GroupEvent.RoleChanged change ->
                append(
                        connection,
                        change.groupId(),
                        new Operation.RoleChanged(change.at(), change.peerId(), Role.of(change.role())));
        };
    }

    /** Records an operation for other sites, in the transaction of the change and under the group's lock. */
    public Uni<Void> append(SqlConnection connection, String groupId, Operation operation) {
        JsonObject json = OperationJson.encode(operation);
        return connection
                .preparedQuery(APPEND)
                .execute(Tuple.of(ids.next(), groupId, json))
                .replaceWithVoid();
    }
}
