package io.bitchat.rooms;

import java.util.Optional;

/**
 * Limits of transfers.
 *
 * @param maxBytes maximum size of a file
 * @param perUser maximum number of transfers of one sender that have not ended
 * @param perRoom maximum number of transfers in one room that have not ended
 */
public record RoomLimits(long maxBytes, int perUser, int perRoom) {
    public RoomLimits {
        if (maxBytes < 0 || perUser < 1 || perRoom < 1) throw new IllegalArgumentException("a limit out of range");
    }

    /** The published limits: 500 MB, 5 per user, 10 per room. */
    public static RoomLimits defaults() {
        return new RoomLimits(524_288_000, 5, 10);
    }

    /**
     * Whether one more transfer is refused; empty if it is admitted.
     *
     * @param ofUser number of transfers of its sender that have not ended
     * @param inRoom number of transfers in its room that have not ended
     */
    public Optional<Refusal> refuse(long bytes, int ofUser, int inRoom) {
        if (bytes > maxBytes) return Optional.of(Refusal.TOO_LARGE);
        if (ofUser >= perUser) return Optional.of(Refusal.TOO_MANY_OF_USER);
        if (inRoom >= perRoom) return Optional.of(Refusal.TOO_MANY_IN_ROOM);
        return Optional.empty();
    }
}
