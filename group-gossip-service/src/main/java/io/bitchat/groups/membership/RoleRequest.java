package io.bitchat.groups.membership;

import io.bitchat.groups.Role;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The new role of a member. */
@Schema(name = "GroupRoleRequest")
record RoleRequest(
        @NotNull
        @Pattern(regexp = Role.REGEX, message = Role.MESSAGE)
        @Schema(enumeration = {"admin", "moderator", "member"})
        String role) {}
