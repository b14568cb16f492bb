package io.bitchat.groups.send;

import io.bitchat.kit.text.CleanText;
import io.bitchat.kit.text.Identifier;
import io.bitchat.kit.text.OpaqueText;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A message to send to a group.
 *
 * @param content opaque, ciphertext if the client encrypts; any characters but U+0000
 * @param encryptionAlgorithm algorithm with which the client encrypted; default {@code AES-256-GCM}
 * @param ttl time to live in seconds, 1 to 2,592,000 (30 days); default one hour
 * @param messageId chosen by a client that wants to repeat the request safely; by default the server chooses
 */
@Schema(name = "GroupMessageSendRequest")
record GroupSendRequest(
        @NotNull @Identifier @Schema(examples = "peer_123") String fromPeerId,

        @NotEmpty @OpaqueText @Schema(examples = "encrypted_message_data")
        String content,

        @Pattern(regexp = "[A-Za-z0-9._+/-]{1,64}", message = "must be 1-64 of letters, digits and ._+/-") @Nullable
        String encryptionAlgorithm,

        @Size(max = 256) @CleanText @Nullable String nonce,
        @Min(1) @Max(2_592_000) @Nullable Integer ttl,
        @Identifier @Nullable String messageId) {}
