package io.bitchat.groups.membership;

import io.bitchat.groups.Role;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A peer's row in a group. The row stays when the peer leaves, and is used again when it returns.
 *
 * @param joinedAt time of the last join
 * @param leftAt null while the peer is in the group
 * @param messagesSent number of messages that the peer ever sent to the group
 */
record Membership(
        UUID id,
        String groupId,
        String peerId,
        Role role,
        Instant joinedAt,
        @Nullable Instant leftAt,
        long messagesSent) {

    static Membership of(Row row) {
        var leftAt = row.getOffsetDateTime("left_at");
        return new Membership(
                row.getUUID("id"),
                row.getString("group_id"),
                row.getString("peer_id"),
                Role.of(row.getString("role")),
                row.getOffsetDateTime("joined_at").toInstant(),
                leftAt == null ? null : leftAt.toInstant(),
                row.getLong("messages_sent"));
    }

    Membership as(Role other) {
        return new Membership(id, groupId, peerId, other, joinedAt, leftAt, messagesSent);
    }

    Membership endedAt(Instant at) {
        return new Membership(id, groupId, peerId, role, joinedAt, at, messagesSent);
    }
}
