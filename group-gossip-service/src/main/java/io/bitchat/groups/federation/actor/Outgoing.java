package io.bitchat.groups.federation.actor;

import io.bitchat.groups.oplog.GroupPayload;
import io.bitchat.groups.oplog.Operation;
import io.bitchat.groups.oplog.OperationJson;
import io.bitchat.kit.vault.ContentVault;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what this site has accepted in a group and not yet passed to the protocol, in order of acceptance. */
@ApplicationScoped
class Outgoing {
    static final int PAGE = 100;
    /** Limit of the sealed content of a page in bytes; the message that crosses it is included. */
    private static final long PAGE_BYTES = 2 << 20;

    /** One statement reads one snapshot. Places are assigned under the group's lock, so they ascend in commit order. */
    private static final String READ = """
            with reached as (select c.sequence, g.published from group_gossip g
                             join group_chats c on c.group_id = g.group_id where g.group_id = $1),
            listed as (select m.sequence as place, 0::bigint as turn, m.message_id, m.from_peer_id, m.content,
                             m.encryption_algorithm, m.nonce, m.sent_at, m.ordered_at, m.ttl, m.clock_entry,
                             null::uuid as id, null::jsonb as operation, null::bigint as cut, m.message_key
                      from group_messages m, reached r
                      where m.group_id = $1 and m.sequence > r.published and m.sequence > 0 and m.origin_site is null
                        and m.hybrid_time is null
                      order by m.sequence limit $2),
            texts as (select l.place, l.turn, l.message_id, l.from_peer_id, l.content, l.encryption_algorithm, l.nonce,
                             l.sent_at, l.ordered_at, l.ttl, l.clock_entry, l.id, l.operation, l.cut, l.message_key
                      from (select *, sum(octet_length(content)) over (order by place) - octet_length(content) as before
                            from listed) l
                      where l.before < $3),
            changes as (select o.after_sequence as place, o.place as turn, null::text, null::text, null::text,
                               null::text, null::text, null::timestamptz, null::timestamptz, null::int, null::bigint,
                               o.id, o.operation,
                               (select max(m.hybrid_time) from group_messages m
                                where m.group_id = $1 and m.from_peer_id = o.operation ->> 'peer_id'
                                  and m.voided_at is null),
                               null::text
                        from group_operations o where o.group_id = $1 and o.hybrid_time is null
                        order by o.place limit $2)
            select a.*, r.sequence as reached,
                   (select count(*) from listed) > (select count(*) from texts) as is_cut
            from reached r left join lateral
                 (select * from texts union all
                  -- a change goes out behind the messages before it, so not before those that were cut off
                  select * from changes c
                  where (select count(*) from listed) = (select count(*) from texts)
                     or c.place <= (select max(place) from texts)) a on true
            order by a.place, a.turn limit $2
            """;

    private final Pool pool;
    private final ContentVault vault;

    Outgoing(Pool pool, ContentVault vault) {
        this.pool = pool;
        this.vault = vault;
    }

    /** @param published position up to which own messages are passed to the protocol after this item */
    record Item(GroupPayload payload, long published) {}

    /** The next page; empty if everything was passed on. */
    Uni<List<Item>> next(String groupId) {
        return pool.preparedQuery(READ)
                .execute(Tuple.of(groupId, PAGE, PAGE_BYTES))
                .map(this::items);
    }

    private List<Item> items(RowSet<Row> rows) {
        var items = new ArrayList<Item>();
        for (var row : rows) payload(row).ifPresent(payload -> items.add(new Item(payload, place(row, payload))));
        if (items.isEmpty() || rows.size() == PAGE || rows.iterator().next().getBoolean("is_cut")) return items;
        // no message of this site is left before the group's last position
        var last = items.removeLast();
        items.add(new Item(last.payload(), rows.iterator().next().getLong("reached")));
        return items;
    }

    private static long place(Row row, GroupPayload payload) {
        return payload instanceof GroupPayload.Text ? row.getLong("place") : 0;
    }

    private Optional<GroupPayload> payload(Row row) {
        if (row.getUUID("id") != null) {
            return OperationJson.decode((JsonObject) row.getValue("operation"))
                    .map(operation ->
                            new GroupPayload.Change(row.getUUID("id"), withCut(operation, row.getLong("cut"))));
        }
        return row.getString("message_id") == null ? Optional.empty() : Optional.of(text(row));
    }

    private static Operation withCut(Operation operation, @Nullable Long cut) {
        return operation instanceof Operation.Removed removed ? removed.after(cut == null ? 0 : cut) : operation;
    }

    private GroupPayload text(Row row) {
        var id = row.getString("message_id");
        return new GroupPayload.Text(
                id,
                row.getString("message_key"),
                row.getString("from_peer_id"),
                vault.open(id, row.getString("content")),
                row.getString("encryption_algorithm"),
                row.getString("nonce"),
                row.getOffsetDateTime("sent_at").toInstant(),
                row.getOffsetDateTime("ordered_at").toInstant(),
                row.getInteger("ttl"),
                row.getLong("clock_entry"));
    }
}
