package io.bitchat.groups.membership;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The rows of members, written under the lock of their group. */
@ApplicationScoped
class MembershipTable {
    private static final String ONE = """
            select id, group_id, peer_id, role, joined_at, left_at, messages_sent
            from group_memberships where group_id = $1 and peer_id = $2
            """;
    private static final String LONGEST = """
            select id, group_id, peer_id, role, joined_at, left_at, messages_sent
            from group_memberships where group_id = $1 and is_active and peer_id <> $2
            order by joined_at, peer_id limit 1
            """;
    private static final String PAGE = """
            select id, group_id, peer_id, role, joined_at, left_at, messages_sent
            from group_memberships where group_id = $1 and (is_active or $2)
              and ($5::text is null
                   or (joined_at, peer_id) > (select a.joined_at, a.peer_id from group_memberships a
                                              where a.group_id = $1 and a.peer_id = $5))
            order by joined_at, peer_id limit $3::bigint + 1 offset $4::bigint
            """;
    private static final String SAVE = """
            insert into group_memberships (id, group_id, peer_id, role, joined_at, left_at, is_active)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (group_id, peer_id) do update
            set role = excluded.role, joined_at = excluded.joined_at, left_at = excluded.left_at,
                is_active = excluded.is_active
            """;

    private final Pool pool;

    MembershipTable(Pool pool) {
        this.pool = pool;
    }

    /** The row of a current or former member. */
    Uni<Optional<Membership>> find(SqlConnection connection, String groupId, String peerId) {
        return connection.preparedQuery(ONE).execute(Tuple.of(groupId, peerId)).map(rows -> members(rows).stream()
                .findFirst());
    }

    /** The longest-standing member other than {@code without}; of several, the one with the lowest id. */
    Uni<Optional<Membership>> longest(SqlConnection connection, String groupId, String without) {
        return connection
                .preparedQuery(LONGEST)
                .execute(Tuple.of(groupId, without))
                .map(rows -> members(rows).stream().findFirst());
    }

    /** A page of members, those who joined earliest first. */
    Uni<Page> page(Asked asked) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.tuple(Arrays.asList(
                        asked.groupId(),
                        asked.withFormer(),
                        (long) asked.limit(),
                        (long) asked.offset(),
                        asked.after())))
                .map(MembershipTable::members)
                .map(found -> found.size() > asked.limit()
                        ? new Page(found.subList(0, asked.limit()), false)
                        : new Page(found, true));
    }

    /** @param after last member of the previous page; {@code offset} is 0 then */
    record Asked(
            String groupId,
            boolean withFormer,
            int limit,
            int offset,
            @Nullable String after) {}

    /** @param isLast whether no members follow */
    record Page(List<Membership> members, boolean isLast) {}

    Uni<Void> save(SqlConnection connection, Membership member) {
        var columns = Tuple.tuple(Arrays.asList(
                member.id(),
                member.groupId(),
                member.peerId(),
                member.role().wire(),
                time(member.joinedAt()),
                time(member.leftAt()),
                member.leftAt() == null));
        return connection.preparedQuery(SAVE).execute(columns).replaceWithVoid();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }

    private static List<Membership> members(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(Membership::of)
                .toList();
    }
}
