package io.bitchat.groups.federation.delivery;

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
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Voids messages and makes void ones valid again. Afterwards clock and counts include exactly the valid messages. */
@ApplicationScoped
class MessageInvalidation {
    /** Maximum sealed content that one transaction reads, in bytes; the next constant limits the number of messages. */
    private static final long MAX_BYTES = 4 << 20;

    private static final int MAX_ROWS = 1_000;

    private static final String IS_VOID = " " + """
            exists (select 1 from unnest($3::text[], $4::bigint[], $5::bigint[]) as s (writer, after, before)
                    where s.writer = m.from_peer_id and m.hybrid_time > s.after and m.hybrid_time < s.before)
            """;
    /** Valid messages have a clock entry, void ones a {@code voided_at}; each condition has an index. */
    private static final String CHANGED = """
            select w from unnest($2::text[]) as w
            where exists (select 1 from group_messages m
                          where m.group_id = $1 and m.from_peer_id = w and m.clock_entry > 0
                            and m.hybrid_time is not null and """ + IS_VOID + """
            )
               or exists (select 1 from group_messages m
                          where m.group_id = $1 and m.from_peer_id = w and m.voided_at is not null and not """ + IS_VOID + """
            )
            """;
    /** The oldest messages that never had a place here and are valid now; at least one. */
    private static final String UNPLACED = """
            select id, message_id, message_key, from_peer_id, hybrid_time, origin_site, content, encryption_algorithm,
                   nonce, sent_at, ordered_at, coalesce(received_at, sent_at) as received_at, ttl
            from (select m.*, sum(octet_length(m.content)) over (order by m.hybrid_time, m.id) as total
                  from group_messages m
                  where m.group_id = $1 and m.from_peer_id = any($2) and m.voided_at is not null and m.sequence = 0
                    and not """ + IS_VOID + """
            ) m
            where m.total - octet_length(m.content) < $6
            order by m.hybrid_time, m.id limit $7
            """;

    private static final String VOID =
            "update group_messages set voided_at = now(), clock_entry = 0 where group_id = $1 and message_id = any($2)";
    private static final String VOID_BEFORE = """
            update group_messages m set voided_at = now(), clock_entry = 0
            where m.group_id = $1 and m.from_peer_id = any($2) and m.clock_entry > 0 and m.hybrid_time is not null
              and """ + IS_VOID;
    private static final String REVIVE = """
            update group_messages m set voided_at = null
            where m.group_id = $1 and m.from_peer_id = any($2) and m.voided_at is not null and m.sequence > 0
              and not """ + IS_VOID;
    /** The message never had a place here: its row is replaced by one with a place, as if it arrived now. */
    private static final String TAKE_OUT =
            "delete from group_messages where group_id = $1 and message_id = any($2) and sequence = 0";
    /** The message still comes from the other site, which has published it. */
    private static final String RESTORE = """
            update group_messages m set hybrid_time = r.time, origin_site = r.site
            from unnest($2::text[], $3::bigint[], $4::text[]) as r (message_id, time, site)
            where m.group_id = $1 and m.message_id = r.message_id
            """;

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

    MessageInvalidation(ContentVault vault) {
        this.vault = vault;
    }

    /**
     * Messages whose validity changes.
     *
     * @param writers their writers
     * @param unplaced messages to be placed like arrivals, as many as one transaction takes
     * @param isPart whether there are more unplaced ones
     */
    record Found(Set<String> writers, List<Row> unplaced, boolean isPart) {
        static final Found NOTHING = new Found(Set.of(), List.of(), false);
    }

    Uni<Found> of(SqlConnection connection, String groupId, Spans spans) {
        if (spans.all().isEmpty()) return Uni.createFrom().item(Found.NOTHING);
        var page = spans.columns(groupId).addLong(MAX_BYTES).addInteger(MAX_ROWS);
        return Uni.combine()
                .all()
                .unis(
                        connection.preparedQuery(CHANGED).execute(spans.columns(groupId)),
                        connection.preparedQuery(UNPLACED).execute(page))
                .with((changed, unplaced) -> {
                    var writers = new TreeSet<String>();
                    changed.forEach(row -> writers.add(row.getString(0)));
                    var rows =
                            StreamSupport.stream(unplaced.spliterator(), false).toList();
                    return new Found(writers, rows, isFull(rows));
                });
    }

    /** If a limit was reached, there may be more. */
    private static boolean isFull(List<Row> rows) {
        long bytes = rows.stream()
                .mapToLong(row -> row.getString("content").length())
                .sum();
        return rows.size() == MAX_ROWS || bytes >= MAX_BYTES;
    }

    /** Statements that run before arrivals are written: they delete the unplaced rows, which arrivals replace. */
    List<Uni<Void>> before(SqlConnection connection, String groupId, InvalidationPlan plan) {
        var unplaced = names(plan.found());
        return unplaced.isEmpty() ? List.of() : List.of(run(connection, TAKE_OUT, groupId, unplaced));
    }

    /** Messages that are valid again and must be placed like arrivals. */
    List<Arrival> returning(String groupId, InvalidationPlan plan) {
        return plan.found().unplaced().stream()
                .map(row -> arrival(groupId, row))
                .toList();
    }

    /** Statements that run once these messages are placed. */
    List<Uni<Void>> returned(SqlConnection connection, String groupId, InvalidationPlan plan) {
        var rows = plan.found().unplaced();
        if (rows.isEmpty()) return List.of();
        var columns = Tuple.of(
                groupId,
                names(plan.found()).toArray(String[]::new),
                rows.stream().map(row -> row.getLong("hybrid_time")).toArray(Long[]::new),
                rows.stream().map(row -> row.getString("origin_site")).toArray(String[]::new));
        return List.of(connection.preparedQuery(RESTORE).execute(columns).replaceWithVoid());
    }

    private static List<String> names(Found found) {
        return found.unplaced().stream().map(row -> row.getString("message_id")).toList();
    }

    /** Statements that run after arrivals are written. */
    List<Uni<Void>> after(SqlConnection connection, String groupId, InvalidationPlan plan) {
        if (plan.writers().isEmpty()) return List.of();
        var writers = plan.writers();
        var spans = plan.spans().columns(groupId);
        var all = new ArrayList<Uni<Void>>();
        all.add(run(connection, VOID, groupId, plan.voided()));
        all.add(connection.preparedQuery(VOID_BEFORE).execute(spans).replaceWithVoid());
        all.add(connection.preparedQuery(REVIVE).execute(spans).replaceWithVoid());
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
                row.getOffsetDateTime("received_at").toInstant(),
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
