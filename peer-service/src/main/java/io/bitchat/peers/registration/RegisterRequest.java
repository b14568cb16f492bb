package io.bitchat.peers.registration;

import io.bitchat.kit.text.CleanText;
import io.bitchat.kit.text.Identifier;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of a registration or a change of an entry.
 *
 * @param publicKey base64 of the 32 bytes of an Ed25519 key, which is needed to get tokens; any other text if tokens
 *     are not required
 * @param keyProof base64 of the registered key's Ed25519 signature of {@code
 *     bitchat-key-v2:<peer_id>:<nonce>:<public_key>:<display_name>}; a missing name leaves the last part empty. Needed
 *     to replace a key; when tokens are required, also to change the name and to come back after leaving
 * @param nonce the signed nonce, from {@code POST /auth/challenge}; a proof is valid once
 */
@Schema(name = "PeerRegisterRequest")
record RegisterRequest(
        @NotNull @Identifier String peerId,

        @NotNull @Size(min = 1, max = 8192, message = "must be 1-8192 characters") @CleanText(lines = true)
        String publicKey,

        @Size(max = 255, message = "must be at most 255 characters") @CleanText @Nullable
        String displayName,

        @Size(max = 128, message = "must be at most 128 characters") @CleanText @Nullable
        String keyProof,

        @Size(max = 64, message = "must be at most 64 characters") @CleanText @Nullable
        String nonce) {}
