package io.bitchat.groups.operation;

import io.bitchat.groups.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that was changed in a shared group. */
public sealed interface Operation {
    /** When, by the clock of the site where it happened; shown to clients, of no meaning for the order. */
    Instant at();

    /** A peer came in. */
    record Added(Instant at, String peerId, Role role) implements Operation {}

    /**
     * A peer went.
     *
     * @param reason {@code left} or {@code removed}
     * @param cut time of the last message of the peer that was delivered where it was removed, 0 without one: what the
     *     peer said later is void. Set when the operation is told to others
     */
    record Removed(Instant at, String peerId, String reason, long cut) implements Operation {
        /** The same, after a message of the peer at this time. */
        public Removed after(long time) {
            return new Removed(at, peerId, reason, Math.max(cut, time));
        }
    }

    /** A member has another role. */
    record RoleChanged(Instant at, String peerId, Role role) implements Operation {}

    /** The group has another name or description. */
    record Described(Instant at, String name, @Nullable String description) implements Operation {}

    /** The group was closed. */
    record Closed(Instant at) implements Operation {}

    /** Another site shares the group. */
    record SiteAdded(Instant at, String name, String identity) implements Operation {}
}
