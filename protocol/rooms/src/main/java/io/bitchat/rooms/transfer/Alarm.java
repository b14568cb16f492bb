package io.bitchat.rooms.transfer;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When the next tick is due. A later time replaces an earlier one only when that has come: each chunk moves the times of
 * silence, and each change costs the driver a timer.
 */
final class Alarm {
    private @Nullable Instant set;

    void set(@Nullable Instant due, Turn turn) {
        if (due == null) return;
        boolean stands = set != null && set.isAfter(turn.now) && !due.isBefore(set);
        if (stands) return;
        set = due;
        turn.add(new Effect.Wake(due));
    }
}
