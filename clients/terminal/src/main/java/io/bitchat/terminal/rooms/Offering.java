package io.bitchat.terminal.rooms;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What to offer to whom.
 *
 * @param sender peer that sends
 * @param receiver null if everybody in the room may accept
 * @param name name that receivers see
 * @param stored whether the site may keep the file after the transfer
 */
record Offering(
        UUID transfer,
        String room,
        String sender,
        @Nullable String receiver,
        String name,
        String mimeType,
        boolean stored) {
    /** For people: who is offered the file. */
    String who() {
        return receiver == null ? "somebody in " + room : receiver;
    }
}
