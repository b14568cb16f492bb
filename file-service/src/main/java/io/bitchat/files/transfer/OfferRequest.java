package io.bitchat.files.transfer;

import io.bitchat.files.file.MediaType;
import io.bitchat.files.file.Unicode;
import io.bitchat.files.upload.FileName;
import io.bitchat.kit.problem.Problem;
import io.bitchat.kit.text.Identifier;
import io.bitchat.rooms.Chunking;
import io.bitchat.rooms.OfferedFile;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An offer of a file, by a request or a frame.
 *
 * @param transferId id chosen by the client, so that it can send the same offer again; made here if absent
 * @param senderId peer that offers
 * @param receiverId peer that it is for; absent if everybody in the room may accept
 * @param filename name for people; a leading path and control characters are removed
 * @param mimeType application/octet-stream if absent; the first bytes are compared with it when they come
 * @param fileSize size in bytes
 * @param chunkSize size of each chunk but the last in bytes
 * @param store whether the file may be kept after the transfer, as a file of this service
 */
@Schema(name = "TransferOfferRequest")
public record OfferRequest(
        @Pattern(regexp = UUID_REGEX, message = "must be a UUID in lower case") @Nullable
        String transferId,

        @NotNull @Identifier @Schema(examples = "alice") String senderId,

        @Identifier @Schema(examples = "bob") @Nullable String receiverId,

        @NotNull
        @NotBlank
        @Size(max = 255, message = "must be 1-255 characters")
        @Pattern(regexp = Unicode.REGEX, message = Unicode.MESSAGE, flags = Pattern.Flag.DOTALL)
        @Schema(examples = "document.pdf")
        String filename,

        @Size(max = MediaType.MAX_LENGTH, message = "must be at most 255 characters")
        @Pattern(regexp = MediaType.REGEX, message = "must be a media type such as application/pdf")
        @Schema(examples = "application/pdf")
        @Nullable
        String mimeType,

        @NotNull @PositiveOrZero @Schema(examples = "10485760")
        Long fileSize,

        @Min(1) @Max(Chunking.MAX_CHUNK_SIZE) @Schema(examples = "65536") @Nullable
        Integer chunkSize,

        @Nullable Boolean store) {
    /** The id of a transfer as text. */
    public static final String UUID_REGEX = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

    /** The same by another sender, whom the caller is known to be. */
    public OfferRequest from(String sender) {
        return new OfferRequest(transferId, sender, receiverId, filename, mimeType, fileSize, chunkSize, store);
    }

    /**
     * An offer whose fields are acceptable.
     *
     * @param transferId null if the client has not chosen one
     */
    public record Checked(
            @Nullable UUID transferId,
            String roomId,
            String senderId,
            @Nullable String receiverId,
            OfferedFile file,
            boolean store) {}

    /** Checks what depends on more than one field; the others were validated before. */
    public Checked check(String roomId, TransfersConfig config) {
        if (senderId.equals(receiverId)) throw Problem.invalid("receiver_id", "must not be the sender");
        if (fileSize > config.maxFileSize()) {
            throw Problem.tooLarge(
                    "a file that is sent in a room may have at most " + config.maxFileSize() + " bytes",
                    config.maxFileSize());
        }
        int size = chunkSize == null ? config.chunkSize() : chunkSize;
        if (!Chunking.isPossible(fileSize, size)) {
            throw Problem.invalid("chunk_size", "is too small: a file has at most " + Chunking.MAX_CHUNKS + " chunks");
        }
        return new Checked(
                transferId == null ? null : UUID.fromString(transferId),
                roomId,
                senderId,
                receiverId,
                new OfferedFile(
                        FileName.of(filename),
                        mimeType == null ? MediaType.UNKNOWN : mimeType,
                        new Chunking(fileSize, size)),
                Boolean.TRUE.equals(store));
    }
}
