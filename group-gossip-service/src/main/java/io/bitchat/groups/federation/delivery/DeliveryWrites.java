package io.bitchat.groups.federation.delivery;

import io.bitchat.groups.federation.GossipStore;
import io.bitchat.groups.federation.SiteTable;
import io.bitchat.groups.oplog.GroupPayload;
import io.bitchat.groups.oplog.Operation;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Writes the rows of the protocol itself: envelopes, times, operations, sites, and the node's progress. */
@ApplicationScoped
class DeliveryWrites {
    /** Marks each message once, so its first delivery decides the origin; own messages have a null origin. */
    private static final String MARK = """
            update group_messages m set origin_site = t.site, hybrid_time = t.time
            from unnest($2::text[], $3::text[], $4::bigint[]) as t (message_id, site, time)
            where m.group_id = $1 and m.message_id = t.message_id and m.hybrid_time is null
            """;

    private final GossipStore store;
    private final SharedOperations operations;
    private final SiteTable sites;

    DeliveryWrites(GossipStore store, SharedOperations operations, SiteTable sites) {
        this.store = store;
        this.operations = operations;
        this.sites = sites;
    }

    Uni<Void> claim(SqlConnection connection, DeliveryBatch batch) {
        return store.claim(connection, batch.groupId(), batch.revision());
    }

    List<Uni<Void>> of(SqlConnection connection, DeliveryBatch batch) {
        var group = batch.groupId();
        var messages = batch.deliveries().stream().map(Delivery::message).toList();
        var all = new ArrayList<Uni<Void>>();
        if (!messages.isEmpty()) all.add(store.keep(connection, group, messages));
        all.add(mark(connection, batch));
        for (var delivery : batch.deliveries()) {
            delivery.change().ifPresent(change -> all.addAll(changed(connection, group, delivery, change)));
        }
        all.add(store.advance(connection, group, batch.past(), batch.published()));
        return all;
    }

    private List<Uni<Void>> changed(
            SqlConnection connection, String group, Delivery delivery, GroupPayload.Change change) {
        var kept = operations.keep(connection, group, change, delivery.time(), delivery.site());
        return change.operation() instanceof Operation.SiteAdded site
                ? List.of(kept, sites.learn(connection, group, site))
                : List.of(kept);
    }

    private static Uni<Void> mark(SqlConnection connection, DeliveryBatch batch) {
        var texts = batch.deliveries().stream()
                .filter(delivery -> delivery.text().isPresent())
                .toList();
        if (texts.isEmpty()) return Uni.createFrom().voidItem();
        var ids = texts.stream()
                .map(delivery -> delivery.text().orElseThrow().messageId())
                .toArray(String[]::new);
        var origins = texts.stream()
                .map(delivery -> delivery.site().equals(batch.self())
                        ? null
                        : delivery.site().toString())
                .toArray(String[]::new);
        var times = texts.stream().map(Delivery::time).toArray(Long[]::new);
        return connection
                .preparedQuery(MARK)
                .execute(Tuple.of(batch.groupId(), ids, origins, times))
                .replaceWithVoid();
    }
}
