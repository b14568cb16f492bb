package io.bitchat.groups.group;

import io.bitchat.groups.Role;
import io.bitchat.groups.state.Group;
import io.bitchat.kit.time.Ids;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Statements of a group creation; one statement inserts all members. */
@ApplicationScoped
class CreationTable {
    /** Of two requests with the same key, the later one waits here and then sees the group of the earlier one. */
    private static final String LOCK_KEY = "select 1 from pg_advisory_xact_lock(hashtextextended($1, 0))";

    private static final String MADE_WITH = """
            select id, group_id, name, description, created_by, created_at, is_active, member_count, message_count,
                   last_sync, version, creation_digest
            from group_chats where created_by = $1 and creation_key = $2
            """;
    private static final String INSERT_GROUP = """
            insert into group_chats (id, group_id, name, description, created_by, created_at, member_count, last_sync,
                                     ordered_at, creation_key, creation_digest)
            values ($1, $2, $3, $4, $5, $6, $7, $6, $6, $8, $9)
            """;
    private static final String INSERT_MEMBERS = """
            insert into group_memberships (id, group_id, peer_id, role, joined_at)
            select id, $1, peer_id, role, $2 from unnest($3::uuid[], $4::text[], $5::text[]) as m (id, peer_id, role)
            """;

    private final Ids ids;

    CreationTable(Ids ids) {
        this.ids = ids;
    }

    /** A group that an earlier request with the same key created, and the digest of that request. */
    record Earlier(Group group, String digest) {}

    /** The group that this creator has created with this key; empty without a key. */
    Uni<Optional<Earlier>> madeWithKeyOf(SqlConnection connection, NewGroup asked) {
        var key = asked.key();
        if (key == null) return Uni.createFrom().item(Optional.empty());
        var creator = asked.group().createdBy();
        var lock = connection.preparedQuery(LOCK_KEY).execute(Tuple.of(creator + '\n' + key));
        var found = connection.preparedQuery(MADE_WITH).execute(Tuple.of(creator, key));
        return Uni.combine().all().unis(lock, found).with((_, rows) -> StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Earlier(Group.of(row), row.getString("creation_digest")))
                .findFirst());
    }

    Uni<Void> insertGroup(SqlConnection connection, NewGroup made) {
        var group = made.group();
        var columns = Tuple.tuple(Arrays.asList(
                group.id(),
                group.groupId(),
                group.name(),
                group.description(),
                group.createdBy(),
                group.createdAt().atOffset(ZoneOffset.UTC),
                group.memberCount(),
                made.key(),
                made.key() == null ? null : made.digest()));
        return connection.preparedQuery(INSERT_GROUP).execute(columns).replaceWithVoid();
    }

    Uni<Void> insertMembers(SqlConnection connection, NewGroup made) {
        var members = made.members();
        var columns = Tuple.of(
                made.group().groupId(),
                made.group().createdAt().atOffset(ZoneOffset.UTC),
                Stream.generate(ids::next).limit(members.size()).toArray(UUID[]::new),
                members.keySet().toArray(String[]::new),
                members.values().stream().map(Role::wire).toArray(String[]::new));
        return connection.preparedQuery(INSERT_MEMBERS).execute(columns).replaceWithVoid();
    }
}
