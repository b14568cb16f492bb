package io.bitchat.groups.group;

import io.bitchat.kit.text.CleanText;
import io.bitchat.kit.text.Identifier;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A group to create.
 *
 * @param createdBy its first admin
 * @param initialMembers the first members; duplicates and the creator count once
 */
@Schema(name = "GroupCreateRequest")
record CreateGroupRequest(
        @NotNull
        @NotBlank
        @Size(max = 255, message = "must be 1-255 characters")
        @CleanText
        @Schema(examples = "Project Team")
        String name,

        @Size(max = 4096, message = "must be at most 4096 characters") @CleanText(lines = true) @Nullable
        String description,

        @NotNull @Identifier @Schema(examples = "peer_123") String createdBy,

        @Schema(examples = "[\"peer_456\", \"peer_789\"]") @Nullable
        List<
                        @NotNull
                        @Pattern(regexp = Identifier.REGEX, message = "must be 1-128 of letters, digits and ._@:+-")
                        String>
                initialMembers) {}
