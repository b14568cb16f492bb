package io.bitchat.groups.membership;

import io.bitchat.groups.Role;
import io.bitchat.kit.text.Identifier;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The peer to add.
 *
 * @param role default {@code member}
 */
@Schema(name = "GroupMemberRequest")
record AddMemberRequest(
        @NotNull @Identifier @Schema(examples = "peer_999") String peerId,

        @Pattern(regexp = Role.REGEX, message = Role.MESSAGE)
        @Schema(enumeration = {"admin", "moderator", "member"})
        @Nullable
        String role) {

    Role roleOrDefault() {
        return role == null ? Role.MEMBER : Role.of(role);
    }
}
