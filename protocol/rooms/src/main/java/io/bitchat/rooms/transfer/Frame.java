package io.bitchat.rooms.transfer;

import io.bitchat.rooms.IndexRange;
import io.bitchat.rooms.Offer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Frames from the service to peers. The driver adds the ids of transfer and room. Chunks are {@link Effect.SendChunk},
 * and errors the answer to a {@link Transfer.Result#refusal}. docs/protocols/rooms.md, section 3.
 */
public sealed interface Frame {
    /** @param expiresAt time after which it cannot be accepted */
    record Offered(Offer offer, Instant expiresAt) implements Frame {}

    record Accepted(String receiver) implements Frame {}

    record Rejected(String receiver, String reason) implements Frame {}

    record Progressed(Progress progress) implements Frame {}

    /** @param receiver the one who has the whole file; null if all have it, and the transfer has ended */
    record Completed(@Nullable String receiver) implements Frame {}

    /**
     * @param by the peer that paused or was lost
     * @param state state of the whole transfer; a sender stops only if it is paused
     */
    record Paused(String by, State.Cause cause, State state) implements Frame {}

    /**
     * @param by the peer that resumed or came back
     * @param state state of the whole transfer
     * @param next index of the first chunk that the addressee has not confirmed, or not brought
     */
    record Resumed(String by, State state, int next) implements Frame {}

    /**
     * An end without success.
     *
     * @param receiver the one whose part has ended; null if the transfer has
     * @param state how it ended, with the reason
     */
    record Cancelled(@Nullable String receiver, State state) implements Frame {}

    /** To the sender: the chunk came damaged, send it once more. */
    record Retransmit(int index) implements Frame {}

    /**
     * To the sender: it may send more.
     *
     * @param credits number of further chunks; on a new connection, those of the old one are void
     * @param missing what to send, in this order, from now on; empty if that has not changed
     */
    record Credit(int credits, List<IndexRange> missing) implements Frame {
        public Credit {
            missing = List.copyOf(missing);
        }
    }

    /** The type that clients see. */
    default String type() {
        return "file-share-"
                + switch (this) {
                    case Offered _ -> "offer";
                    case Accepted _ -> "accept";
                    case Rejected _ -> "reject";
                    case Progressed _ -> "progress";
                    case Completed _ -> "complete";
                    case Paused _ -> "pause";
                    case Resumed _ -> "resume";
                    case Cancelled _ -> "cancel";
                    case Retransmit _ -> "retransmit";
                    case Credit _ -> "credit";
                };
    }
}
