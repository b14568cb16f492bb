package io.bitchat.groups.state;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A group's own row.
 *
 * @param lastSync time of the last comparison with another site; initially the time of creation
 * @param version raised by one with each event about the group, from 1
 */
public record Group(
        UUID id,
        String groupId,
        String name,
        @Nullable String description,
        String createdBy,
        Instant createdAt,
        boolean isActive,
        int memberCount,
        long messageCount,
        Instant lastSync,
        long version) {

    /** Reads a row with all columns of a group, by name. */
    public static Group of(Row row) {
        return new Group(
                row.getUUID("id"),
                row.getString("group_id"),
                row.getString("name"),
                row.getString("description"),
                row.getString("created_by"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getBoolean("is_active"),
                row.getInteger("member_count"),
                row.getLong("message_count"),
                row.getOffsetDateTime("last_sync").toInstant(),
                row.getLong("version"));
    }

    Group changed(String newName, @Nullable String newDescription, boolean active, int members) {
        return new Group(
                id,
                groupId,
                newName,
                newDescription,
                createdBy,
                createdAt,
                active,
                members,
                messageCount,
                lastSync,
                version + 1);
    }
}
