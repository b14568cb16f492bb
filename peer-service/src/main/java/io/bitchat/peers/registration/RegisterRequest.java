package io.bitchat.peers.registration;

import io.bitchat.kit.text.CleanText;
import io.bitchat.kit.text.Identifier;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Who joins, or changes its entry.
 *
 * @param publicKey base64 of the 32 bytes of an Ed25519 key, which is what tokens are given for; other text where
 *     nobody has to prove anything
 * @param keyProof base64 of the registered key's Ed25519 signature of
 *     {@code bitchat-key-v2:<peer_id>:<nonce>:<public_key>:<display_name>}, where no name is given with nothing after the colon;
 *     to replace a key; where tokens are required also for another name, and to come back after leaving
 * @param nonce the one that was signed, from {@code POST /auth/challenge}: a proof is good once
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
