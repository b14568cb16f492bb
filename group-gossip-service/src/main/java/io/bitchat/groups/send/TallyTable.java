package io.bitchat.groups.send;

import static io.bitchat.groups.send.SendTable.column;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Writes a batch's results to the rows of its groups: last positions, clocks, counts. */
@ApplicationScoped
class TallyTable {
    /** Up to this many writers, each batch updates the clock's JSON; beyond, {@link ClockColumn} does. */
    static final int MAX_INLINE_WRITERS = 64;

    private static final String GROUPS = """
            update group_chats g
            set sequence = t.sequence, ordered_at = t.ordered_at, message_count = g.message_count + t.messages,
                clock_writers = t.writers, clock_behind = t.clock is null,
                vector_clock = case when t.clock is null then g.vector_clock else g.vector_clock || t.clock::jsonb end
            from unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::bigint[], $5::int[], $6::text[])
                as t (group_id, sequence, ordered_at, messages, writers, clock)
            where g.group_id = t.group_id
            """;
    private static final String CLOCKS = """
            insert into group_clocks (group_id, writer, entry)
            select * from unnest($1::text[], $2::text[], $3::bigint[]) as c (group_id, writer, entry)
            on conflict (group_id, writer) do update set entry = excluded.entry
            """;
    private static final String COUNTS = """
            update group_memberships m set messages_sent = m.messages_sent + t.sent
            from unnest($1::text[], $2::text[], $3::bigint[]) as t (group_id, peer_id, sent)
            where m.group_id = t.group_id and m.peer_id = t.peer_id
            """;

    private record Share(String groupId, String peerId, long entry, long sent) {}

    /** The statements; they touch only groups that the transaction has locked. */
    List<Uni<Void>> writes(SqlConnection connection, Collection<GroupTally> tallies) {
        var shares = new ArrayList<Share>();
        for (var tally : tallies) {
            tally.clock().forEach((peerId, entry) -> {
                long sent = tally.sent().getOrDefault(peerId, 0L);
                shares.add(new Share(tally.groupId(), peerId, entry, sent));
            });
        }
        var groups = column(shares, Share::groupId, String[]::new);
        var peers = column(shares, Share::peerId, String[]::new);
        return List.of(
                groups(connection, List.copyOf(tallies)),
                run(connection.preparedQuery(CLOCKS), groups, peers, column(shares, Share::entry, Long[]::new)),
                run(connection.preparedQuery(COUNTS), groups, peers, column(shares, Share::sent, Long[]::new)));
    }

    private static Uni<Void> groups(SqlConnection connection, List<GroupTally> tallies) {
        var columns = Tuple.of(
                column(tallies, GroupTally::groupId, String[]::new),
                column(tallies, GroupTally::sequence, Long[]::new),
                column(tallies, tally -> tally.orderedAt().atOffset(ZoneOffset.UTC), OffsetDateTime[]::new),
                column(tallies, tally -> (long) tally.messages().size(), Long[]::new),
                column(tallies, GroupTally::writers, Integer[]::new),
                column(tallies, TallyTable::clock, String[]::new));
        return connection.preparedQuery(GROUPS).execute(columns).replaceWithVoid();
    }

    private static @org.jspecify.annotations.Nullable String clock(GroupTally tally) {
        if (tally.writers() > MAX_INLINE_WRITERS) return null;
        var json = new JsonObject();
        tally.clock().forEach(json::put);
        return json.encode();
    }

    private static Uni<Void> run(
            io.vertx.mutiny.sqlclient.PreparedQuery<?> statement, String[] groups, String[] peers, Long[] numbers) {
        return statement.execute(Tuple.of(groups, peers, numbers)).replaceWithVoid();
    }
}
