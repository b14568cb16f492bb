package io.bitchat.groups.oplog;

import io.bitchat.groups.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A change of a shared group. */
public sealed interface Operation {
    /** Wall-clock time at the site of the change. Shown to clients; the order does not depend on it. */
    Instant at();

    /** A peer joined. */
    record Added(Instant at, String peerId, Role role) implements Operation {}

    /**
     * A peer left or was removed.
     *
     * @param reason {@code left} or {@code removed}
     * @param cut time of the peer's last message that the removing site had delivered, 0 without one; later messages of
     *     the peer are void. Set when the operation is published
     */
    record Removed(Instant at, String peerId, String reason, long cut) implements Operation {
        /** The same removal, with a cut at least at this time. */
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
