package io.bitchat.groups.gossip;

import io.bitchat.groups.send.Arrival;
import io.bitchat.kit.vault.ContentVault;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Voids messages and lets them count again; afterwards clock and counts are those of the messages that count. */
@ApplicationScoped
class Settlement {
    private static final String OF_WRITERS = """
            select id, message_id, from_peer_id, hybrid_time, voided_at is not null as voided, sequence, content,
                   encryption_algorithm, nonce, sent_at, ordered_at, ttl, message_key
            from group_messages where group_id = $1 and from_peer_id = any($2) and hybrid_time is not null
            """;
    private static final String VOID =
            "update group_messages set voided_at = now(), clock_entry = 0 where group_id = $1 and message_id = any($2)";
    private static final String REVIVE =
            "update group_messages set voided_at = null where group_id = $1 and message_id = any($2)";
    /** It never had a place here: it gets one as if it came now. */
    private static final String TAKE_OUT =
            "delete from group_messages where group_id = $1 and message_id = any($2) and sequence = 0";

    private static final String FORGET_ENTRIES =
            "update group_messages set clock_entry = 0 where group_id = $1 and from_peer_id = any($2) and clock_entry > 0";
    private static final String NUMBER = """
            update group_messages m set clock_entry = n.entry
            from (select id, row_number() over (partition by from_peer_id order by ordered_at, message_id) as entry
                  from group_messages where group_id = $1 and from_peer_id = any($2) and voided_at is null) n
            where m.id = n.id
            """;
    private static final String FORGET_CLOCKS = "delete from group_clocks where group_id = $1 and writer = any($2)";
    private static final String CLOCKS = """
            insert into group_clocks (group_id, writer, entry)
            select $1, from_peer_id, count(*) from group_messages
            where group_id = $1 and from_peer_id = any($2) and voided_at is null group by from_peer_id
            """;
    private static final String SENT = """
            update group_memberships m set messages_sent =
                coalesce((select c.entry from group_clocks c where c.group_id = m.group_id and c.writer = m.peer_id), 0)
            where m.group_id = $1 and m.peer_id = any($2)
            """;
    private static final String TOTALS = """
            update group_chats g set
                message_count = (select count(*) from group_messages m where m.group_id = $1 and m.voided_at is null),
                clock_writers = (select count(*) from group_clocks c where c.group_id = $1),
                vector_clock = coalesce((select jsonb_object_agg(c.writer, c.entry) from group_clocks c
                                         where c.group_id = $1), '{}')
            where g.group_id = $1
            """;

    private final ContentVault vault;

    Settlement(ContentVault vault) {
        this.vault = vault;
    }

    /** A message that is stored here and known to other sites. */
    record Stored(Row row) {
        String messageId() {
            return row.getString("message_id");
        }

        String writer() {
            return row.getString("from_peer_id");
        }

        long time() {
            return row.getLong("hybrid_time");
        }

        boolean voided() {
            return row.getBoolean("voided");
        }

        boolean isPlaced() {
            return row.getLong("sequence") > 0;
        }
    }

    Uni<List<Stored>> of(SqlConnection connection, String groupId, Set<String> writers) {
        if (writers.isEmpty()) return Uni.createFrom().item(List.of());
        return connection
                .preparedQuery(OF_WRITERS)
                .execute(Tuple.of(groupId, names(writers)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Stored::new)
                        .toList());
    }

    /** Before arrivals are written: those that never had a place make room for themselves. */
    List<Uni<Void>> before(SqlConnection connection, String groupId, Judgement judgement) {
        var unplaced = unplaced(judgement).map(Stored::messageId).toList();
        return unplaced.isEmpty() ? List.of() : List.of(run(connection, TAKE_OUT, groupId, unplaced));
    }

    /** Messages that count again and are to be placed like arrivals. */
    List<Arrival> returning(String groupId, Judgement judgement) {
        return unplaced(judgement).map(stored -> arrival(groupId, stored.row())).toList();
    }

    private static java.util.stream.Stream<Stored> unplaced(Judgement judgement) {
        return judgement.revived().stream().filter(stored -> !stored.isPlaced());
    }

    /** After arrivals are written. */
    List<Uni<Void>> after(SqlConnection connection, String groupId, Judgement judgement) {
        if (judgement.writers().isEmpty()) return List.of();
        var placed = judgement.revived().stream()
                .filter(Stored::isPlaced)
                .map(Stored::messageId)
                .toList();
        var all = new ArrayList<Uni<Void>>();
        all.add(run(connection, VOID, groupId, judgement.voided()));
        all.add(run(connection, REVIVE, groupId, placed));
        var writers = judgement.writers();
        all.add(run(connection, FORGET_ENTRIES, groupId, writers));
        all.add(run(connection, NUMBER, groupId, writers));
        all.add(run(connection, FORGET_CLOCKS, groupId, writers));
        all.add(run(connection, CLOCKS, groupId, writers));
        all.add(run(connection, SENT, groupId, writers));
        all.add(connection.preparedQuery(TOTALS).execute(Tuple.of(groupId)).replaceWithVoid());
        return all;
    }

    private Arrival arrival(String groupId, Row row) {
        var id = row.getString("message_id");
        return new Arrival(
                row.getUUID("id"),
                id,
                row.getString("message_key"),
                groupId,
                row.getString("from_peer_id"),
                vault.open(id, row.getString("content")),
                row.getString("encryption_algorithm"),
                row.getString("nonce"),
                row.getOffsetDateTime("sent_at").toInstant(),
                row.getOffsetDateTime("ordered_at").toInstant(),
                row.getInteger("ttl"));
    }

    private static Uni<Void> run(SqlConnection connection, String statement, String groupId, Collection<String> names) {
        return connection
                .preparedQuery(statement)
                .execute(Tuple.of(groupId, names(names)))
                .replaceWithVoid();
    }

    private static String[] names(Collection<String> names) {
        return names.toArray(String[]::new);
    }
}
