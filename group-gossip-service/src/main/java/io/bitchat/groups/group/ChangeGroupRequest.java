package io.bitchat.groups.group;

import io.bitchat.kit.text.CleanText;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The fields of a group to change; a missing field stays as it is. */
@Schema(name = "GroupChangeRequest")
record ChangeGroupRequest(
        @Size(max = 255, message = "must be 1-255 characters")
        @Pattern(regexp = "(?s).*\\S.*", message = "must not be blank")
        @CleanText
        @Nullable
        String name,

        @Size(max = 4096, message = "must be at most 4096 characters") @CleanText(lines = true) @Nullable
        String description) {}
