package io.bitchat.files.upload;

import io.bitchat.files.file.MediaType;
import io.bitchat.files.file.Unicode;
import io.bitchat.kit.text.Identifier;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A request to begin an upload.
 *
 * @param filename name for people; a leading path and control characters are removed
 * @param fileSize size in bytes
 * @param mimeType application/octet-stream if absent; not checked against the content
 */
@Schema(name = "FileUploadRequest")
public record UploadRequest(
        @NotNull
        @NotBlank
        @Size(max = 255, message = "must be 1-255 characters")
        @Pattern(regexp = Unicode.REGEX, message = Unicode.MESSAGE, flags = Pattern.Flag.DOTALL)
        @Schema(examples = "document.pdf")
        String filename,

        @NotNull @Positive(message = "must be at least 1: empty files cannot be uploaded") @Schema(examples = "5242880")
        Long fileSize,

        @NotNull @Identifier @Schema(examples = "peer_123") String uploadedBy,

        @Size(max = MediaType.MAX_LENGTH, message = "must be at most 255 characters")
        @Pattern(regexp = MediaType.REGEX, message = "must be a media type such as application/pdf")
        @Schema(examples = "application/pdf")
        @Nullable
        String mimeType) {
    String mimeTypeOrUnknown() {
        return mimeType == null ? MediaType.UNKNOWN : mimeType;
    }
}
