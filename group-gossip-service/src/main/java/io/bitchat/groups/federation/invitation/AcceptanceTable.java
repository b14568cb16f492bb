package io.bitchat.groups.federation.invitation;

import io.bitchat.groups.federation.SharedGroupTable;
import io.bitchat.groups.federation.SiteTable;
import io.bitchat.groups.state.Group;
import io.bitchat.kit.time.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Inserts the rows of a group that another site shares. */
@ApplicationScoped
class AcceptanceTable {
    private static final String STANDING = """
            select exists (select 1 from group_chats where group_id = $1),
                   exists (select 1 from group_gossip where group_id = $1 and tag = $2)
            """;
    private static final String GROUP = """
            insert into group_chats (id, group_id, name, description, created_by, created_at, is_active, member_count,
                                     last_sync, ordered_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $6, $6)
            """;
    private static final String MEMBERS = """
            insert into group_memberships (id, group_id, peer_id, role, joined_at)
            select id, $1, peer_id, role, joined_at
            from unnest($2::uuid[], $3::text[], $4::text[], $5::timestamptz[]) as m (id, peer_id, role, joined_at)
            """;

    private final SharedGroupTable groups;
    private final SiteTable sites;
    private final Ids ids;

    AcceptanceTable(SharedGroupTable groups, SiteTable sites, Ids ids) {
        this.groups = groups;
        this.sites = sites;
        this.ids = ids;
    }

    /** Whether this site already has a group with that id. */
    enum Standing {
        FREE,
        /** The same group. */
        SHARED,
        /** Another group. */
        TAKEN
    }

    Uni<Standing> standing(SqlConnection connection, Invitation invitation) {
        var tag = Buffer.buffer(invitation.key().tag().toArray()).getDelegate();
        return connection
                .preparedQuery(STANDING)
                .execute(Tuple.of(invitation.groupId(), tag))
                .map(rows -> {
                    var row = rows.iterator().next();
                    if (row.getBoolean(1)) return Standing.SHARED;
                    return row.getBoolean(0) ? Standing.TAKEN : Standing.FREE;
                });
    }

    List<Uni<Void>> insert(SqlConnection connection, Group group, Invitation invitation) {
        var all = new ArrayList<Uni<Void>>();
        all.add(insertGroup(connection, group));
        all.add(insertMembers(connection, invitation));
        all.add(groups.insert(
                connection, group.groupId(), invitation.key(), invitation.base().json()));
        for (var site : invitation.sites()) {
            all.add(sites.add(connection, group.groupId(), site.name(), site.identity(), true));
        }
        return all;
    }

    private static Uni<Void> insertGroup(SqlConnection connection, Group group) {
        var columns = Tuple.tuple(Arrays.asList(
                group.id(),
                group.groupId(),
                group.name(),
                group.description(),
                group.createdBy(),
                group.createdAt().atOffset(ZoneOffset.UTC),
                group.isActive(),
                group.memberCount()));
        return connection.preparedQuery(GROUP).execute(columns).replaceWithVoid();
    }

    private Uni<Void> insertMembers(SqlConnection connection, Invitation invitation) {
        var members = invitation.base().members();
        var columns = Tuple.of(
                invitation.groupId(),
                Stream.generate(ids::next).limit(members.size()).toArray(UUID[]::new),
                members.stream().map(Invitation.Member::peerId).toArray(String[]::new),
                members.stream().map(member -> member.role().wire()).toArray(String[]::new),
                members.stream()
                        .map(member -> member.joinedAt().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new));
        return connection.preparedQuery(MEMBERS).execute(columns).replaceWithVoid();
    }
}
