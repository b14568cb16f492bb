package io.bitchat.files.transfer.api;

import io.bitchat.kit.text.Identifier;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a peer does with a transfer; the body may be missing.
 *
 * @param peerId peer that does it; the peer of the token if absent
 * @param store for an accept: whether the file may be kept after the transfer
 * @param reason for a reject: at most 200 characters
 */
@Schema(name = "TransferMoveRequest")
record MoveRequest(
        @Identifier @Schema(examples = "bob") @Nullable String peerId,
        @Nullable Boolean store,
        @Schema(examples = "not now") @Nullable String reason) {
    static final MoveRequest EMPTY = new MoveRequest(null, null, null);

    String reasonOrNone() {
        return reason == null ? "" : reason;
    }
}
