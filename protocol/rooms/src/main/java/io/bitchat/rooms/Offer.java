package io.bitchat.rooms;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file offered in a room.
 *
 * @param receiver the one peer that it is for; null if each participant may accept
 * @param stored whether the sender agrees that the file is kept after the transfer
 */
public record Offer(
        UUID id, String room, String sender, @Nullable String receiver, OfferedFile file, boolean stored) {
    public Offer {
        if (sender.equals(receiver)) throw new IllegalArgumentException("a sender cannot be its own receiver");
    }
}
