package io.bitchat.groups.group;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bitchat.groups.state.Group;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A group as clients see it.
 *
 * @param isActive false once the group was closed; it takes no messages then
 * @param memberCount number of current members
 * @param messageCount number of messages ever accepted
 * @param lastSync time of the last comparison with another site; initially the time of creation
 * @param vectorClock with {@code include=clock}: number of messages by writer; with more than 64 writers some seconds
 *     old
 */
@Schema(name = "GroupResponse")
record GroupResponse(
        UUID id,

        @Schema(examples = "group_4f9a1c0e7b2d5a6680c3e1f7") String groupId,

        String name,
        @Nullable String description,
        String createdBy,
        Instant createdAt,
        boolean isActive,
        int memberCount,
        long messageCount,
        Instant lastSync,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, Long> vectorClock) {

    static GroupResponse of(Group group) {
        return of(group, null);
    }

    static GroupResponse of(Group group, @Nullable Map<String, Long> clock) {
        return new GroupResponse(
                group.id(),
                group.groupId(),
                group.name(),
                group.description(),
                group.createdBy(),
                group.createdAt(),
                group.isActive(),
                group.memberCount(),
                group.messageCount(),
                group.lastSync().truncatedTo(ChronoUnit.MILLIS),
                clock);
    }
}
