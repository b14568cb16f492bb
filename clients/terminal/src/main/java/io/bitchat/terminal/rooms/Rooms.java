package io.bitchat.terminal.rooms;

import io.bitchat.terminal.Local;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ids of rooms, and words for what may happen in them. */
final class Rooms {
    private Rooms() {}

    /** The room of two peers: the same for both, so that the same command finds it again. */
    static String direct(String one, String other) {
        return io.bitchat.rooms.DirectRoom.idOf(one, other);
    }

    /** Why a transfer ended, for people. Others than the known codes are the words of who rejected or cancelled. */
    static String reason(@Nullable String code) {
        return Optional.ofNullable(code)
                .map(known -> switch (known) {
                    case "rejected" -> "rejected";
                    case "cancelled_by_sender" -> "the sender has cancelled it";
                    case "cancelled_by_receiver" -> "the receiver has cancelled it";
                    case "removed_from_room" -> "no participant of the room any more";
                    case "idle_timeout" -> "nothing has moved for 30 seconds";
                    case "sender_gone" -> "the sender was away for too long";
                    case "receiver_gone" -> "the receiver was away for too long";
                    case "offer_expired" -> "nobody has accepted in time";
                    case "paused_too_long" -> "it was paused for too long";
                    case "checksum_mismatch" -> "a part came damaged twice";
                    case "storage_full" -> "the site has no room for it (storage_full)";
                    case "mime_mismatch" -> "the content is not of the type that its name says";
                    case "malware_found" -> "the site's scanner refuses the content";
                    default -> "\"" + Local.shown(known) + "\"";
                })
                .orElse("no reason was given");
    }
}
