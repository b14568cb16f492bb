package io.bitchat.groups.membership;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bitchat.groups.Role;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A member as clients see it.
 *
 * @param joinedAt time of the last join
 * @param isActive false for a former member
 * @param messagesSent number of messages that the member ever sent to the group
 * @param leftAt time of leaving, for a former member
 */
@Schema(name = "MembershipResponse")
record MembershipResponse(
        UUID id,
        String groupId,
        String peerId,
        Role role,
        Instant joinedAt,
        boolean isActive,
        long messagesSent,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant leftAt) {

    static MembershipResponse of(Membership member) {
        return new MembershipResponse(
                member.id(),
                member.groupId(),
                member.peerId(),
                member.role(),
                member.joinedAt(),
                member.leftAt() == null,
                member.messagesSent(),
                member.leftAt());
    }
}
