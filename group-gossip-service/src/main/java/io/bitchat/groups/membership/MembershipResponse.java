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
 * @param joinedAt the last time it came in
 * @param isActive false for a former member
 * @param messagesSent its messages in the group, ever
 * @param leftAt for a former member
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
