package io.bitchat.groups.federation;

import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.Message;
import io.bitchat.gossip.causal.Past;
import io.bitchat.gossip.wire.Range;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Stores the envelopes that the protocol delivered in a group, and the node's progress. */
@ApplicationScoped
public class GossipStore {
    /** Optimistic lock: refuses a replica that lost the group to another one without noticing. */
    private static final String CLAIM =
            "update group_gossip set revision = revision + 1 where group_id = $1 and revision = $2";
    /**
     * If no local message is left to publish, {@code published} skips to the group's last position, so that messages of
     * other sites are not scanned again.
     */
    private static final String ADVANCE = """
            update group_gossip g
            set past = $2,
                published = case when exists (select 1 from group_messages m
                                              where m.group_id = $1 and m.sequence > greatest(g.published, $3)
                                                and m.sequence > 0 and m.origin_site is null and m.hybrid_time is null)
                                 then greatest(g.published, $3) else c.sequence end
            from group_chats c where c.group_id = g.group_id and g.group_id = $1
            """;

    private static final String KEEP = """
            insert into group_envelopes (group_id, writer, sequence, envelope)
            select $1, * from unnest($2::bigint[], $3::bigint[], $4::bytea[])
            """;
    /** Up to 4 MiB, plus the envelope that crosses the limit; the other site asks again for the rest. */
    private static final String LOAD = """
            select envelope from (
                select e.envelope, r.place, e.sequence,
                       sum(octet_length(e.envelope)) over (order by r.place, e.sequence) - octet_length(e.envelope) as before
                from unnest($2::bigint[], $3::bigint[], $4::bigint[])
                     with ordinality as r (writer, lowest, highest, place)
                join group_envelopes e
                     on e.group_id = $1 and e.writer = r.writer and e.sequence between r.lowest and r.highest) found
            where before < 4194304
            order by place, sequence
            """;

    private final Pool pool;

    GossipStore(Pool pool) {
        this.pool = pool;
    }

    /** Thrown if another replica has written since. */
    public static final class Overtaken extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        Overtaken(String groupId) {
            super("group " + groupId + " is driven elsewhere");
        }
    }

    /** Fails if another replica has written since. Await it before writing anything else. */
    public Uni<Void> claim(SqlConnection connection, String groupId, long revision) {
        return connection
                .preparedQuery(CLAIM)
                .execute(Tuple.of(groupId, revision))
                .invoke(rows -> {
                    if (rows.rowCount() != 1) throw new Overtaken(groupId);
                })
                .replaceWithVoid();
    }

    /**
     * Stores the node's progress. Must run after the statements that mark messages as published: it looks for unmarked
     * ones.
     */
    public Uni<Void> advance(SqlConnection connection, String groupId, Past past, long published) {
        return connection
                .preparedQuery(ADVANCE)
                .execute(Tuple.of(groupId, PastJson.encode(past), published))
                .replaceWithVoid();
    }

    public Uni<Void> keep(SqlConnection connection, String groupId, List<Message> messages) {
        var writers = new Long[messages.size()];
        var sequences = new Long[messages.size()];
        var envelopes = new io.vertx.core.buffer.Buffer[messages.size()];
        for (int i = 0; i < writers.length; i++) {
            var message = messages.get(i);
            writers[i] = message.header().writer().value();
            sequences[i] = message.header().sequence();
            envelopes[i] = Buffer.buffer(message.envelope().bytes()).getDelegate();
        }
        return connection
                .preparedQuery(KEEP)
                .execute(Tuple.of(groupId, writers, sequences, envelopes))
                .replaceWithVoid();
    }

    /** Records that the group was just compared with another site. */
    public Uni<Integer> synced(String groupId) {
        return pool.preparedQuery("update group_chats set last_sync = now() where group_id = $1")
                .execute(Tuple.of(groupId))
                .map(rows -> rows.rowCount());
    }

    public Uni<List<Envelope>> load(String groupId, List<Range> ranges) {
        var writers = ranges.stream().map(range -> range.writer().value()).toArray(Long[]::new);
        var lowest = ranges.stream().map(Range::from).toArray(Long[]::new);
        var highest = ranges.stream().map(Range::to).toArray(Long[]::new);
        return pool.preparedQuery(LOAD)
                .execute(Tuple.of(groupId, writers, lowest, highest))
                .map(rows -> {
                    var found = new ArrayList<Envelope>(rows.size());
                    rows.forEach(row -> found.add(Envelope.of(row.getBuffer(0).getBytes())));
                    return found;
                });
    }
}
