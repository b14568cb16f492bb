package io.bitchat.groups.federation.delivery;

import io.bitchat.gossip.PeerId;
import io.bitchat.groups.federation.SharedGroupTable;
import io.bitchat.groups.federation.invitation.Invitation;
import io.bitchat.groups.oplog.GroupState;
import io.bitchat.groups.oplog.GroupStateReducer;
import io.bitchat.groups.oplog.Operation;
import io.bitchat.groups.oplog.OperationJson;
import io.bitchat.groups.oplog.Stamped;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Reads the operations of a group so far. */
@ApplicationScoped
class History {
    private static final String READ = """
            select id, operation, hybrid_time, site_id from group_operations where group_id = $1 order by place
            """;

    /** The operations that decide whether these peers' messages are valid. */
    private static final String READ_OF_PEERS = """
            select id, operation, hybrid_time, site_id from group_operations
            where group_id = $1 and operation ->> 'peer_id' = any($2) order by place
            """;

    private final SharedGroupTable groups;

    History(SharedGroupTable groups) {
        this.groups = groups;
    }

    /**
     * What is known of a group's operations. Immutable.
     *
     * @param published operations of all sites that have a time
     * @param pending changes of this site that are not published yet
     */
    record Known(GroupState base, Map<UUID, Stamped> published, Map<UUID, Operation> pending) {
        Known {
            published = Collections.unmodifiableMap(new LinkedHashMap<>(published));
            pending = Collections.unmodifiableMap(new LinkedHashMap<>(pending));
        }

        /** With the operations of a batch. */
        Known after(DeliveryBatch batch) {
            var nowPublished = new LinkedHashMap<>(published);
            var stillPending = new LinkedHashMap<>(pending);
            for (var delivery : batch.deliveries()) {
                delivery.change().ifPresent(change -> {
                    stillPending.remove(change.id());
                    nowPublished.putIfAbsent(
                            change.id(), stamped(delivery.time(), delivery.site(), change.operation()));
                });
            }
            return new Known(base, nowPublished, stillPending);
        }

        GroupStateReducer reducer() {
            return new GroupStateReducer(base, published.values());
        }

        private static Stamped stamped(long time, PeerId site, Operation operation) {
            return new Stamped(time, site.value(), operation);
        }
    }

    /** Reads all operations if the batch changes something, otherwise only those about the batch's authors. */
    Uni<Known> of(SqlConnection connection, DeliveryBatch batch) {
        var operations = batch.changesGroup()
                ? connection.preparedQuery(READ).execute(Tuple.of(batch.groupId()))
                : connection
                        .preparedQuery(READ_OF_PEERS)
                        .execute(Tuple.of(batch.groupId(), batch.writers().toArray(String[]::new)));
        return Uni.combine()
                .all()
                .unis(groups.origin(connection, batch.groupId()), operations)
                .with((origin, rows) -> known(
                        Invitation.Base.of(origin.base()),
                        StreamSupport.stream(rows.spliterator(), false).toList()));
    }

    private static Known known(Invitation.Base base, List<Row> rows) {
        var published = new LinkedHashMap<UUID, Stamped>();
        var pending = new LinkedHashMap<UUID, Operation>();
        for (var row : rows) {
            OperationJson.decode((JsonObject) row.getValue("operation")).ifPresent(operation -> {
                var time = row.getLong("hybrid_time");
                if (time == null) pending.put(row.getUUID("id"), operation);
                else published.put(row.getUUID("id"), new Stamped(time, row.getLong("site_id"), operation));
            });
        }
        return new Known(state(base), published, pending);
    }

    private static GroupState state(Invitation.Base base) {
        var members = new TreeMap<String, GroupState.Member>();
        base.members()
                .forEach(member ->
                        members.put(member.peerId(), new GroupState.Member(member.role(), member.joinedAt())));
        return new GroupState(base.name(), base.description(), base.isActive(), members);
    }
}
