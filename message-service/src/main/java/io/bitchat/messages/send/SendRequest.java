package io.bitchat.messages.send;

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
 * The body of a send request.
 *
 * @param content opaque text, ciphertext if the client encrypts; any characters but U+0000
 * @param encryptionAlgorithm the client's encryption algorithm; default {@code AES-256-GCM}
 * @param ttl seconds; 1 to 30 days, default one hour
 * @param messageId id chosen by a client that wants to retry safely; default: the server chooses
 */
@Schema(name = "MessageSendRequest")
record SendRequest(
        @NotNull @Identifier String fromPeerId,
        @Identifier @Nullable String toPeerId,
        @Identifier @Nullable String groupId,
        @NotEmpty @OpaqueText String content,

        @Pattern(regexp = "[A-Za-z0-9._+/-]{1,64}", message = "must be 1-64 of letters, digits and ._+/-") @Nullable
        String encryptionAlgorithm,

        @Size(max = 256) @CleanText @Nullable String nonce,
        @Min(1) @Max(2_592_000) @Nullable Integer ttl,
        @Identifier @Nullable String messageId) {}
