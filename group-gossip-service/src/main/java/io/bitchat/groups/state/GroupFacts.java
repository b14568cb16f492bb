package io.bitchat.groups.state;

import io.bitchat.contracts.groups.GroupEvent;
import io.bitchat.contracts.groups.GroupMember;
import io.bitchat.groups.Role;
import java.time.Instant;
import java.util.List;

/** The events that tell of a change, each with everything that is known of the group after it. */
public final class GroupFacts {
    /** Why a member went. */
    public enum Reason {
        /** By its own will. */
        LEFT,
        /** Somebody else decided it. */
        REMOVED;

        String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private GroupFacts() {}

    /** A group was made. */
    public static GroupEvent created(LockedGroup after) {
        var group = after.group();
        return new GroupEvent.Created(
                group.groupId(),
                group.createdAt(),
                group.version(),
                group.name(),
                group.description(),
                group.createdBy(),
                group.isActive(),
                members(after));
    }

    /** Its description or activity is another. */
    public static GroupEvent changed(LockedGroup after, Instant at) {
        var group = after.group();
        return new GroupEvent.Changed(
                group.groupId(),
                at,
                group.version(),
                group.name(),
                group.description(),
                group.createdBy(),
                group.isActive(),
                members(after));
    }

    /** A peer came in. */
    public static GroupEvent joined(LockedGroup after, Instant at, String peerId, Role role) {
        var group = after.group();
        return new GroupEvent.MemberJoined(
                group.groupId(),
                at,
                group.version(),
                group.name(),
                group.description(),
                group.createdBy(),
                group.isActive(),
                peerId,
                role.wire(),
                members(after));
    }

    /** A peer went. */
    public static GroupEvent left(LockedGroup after, Instant at, String peerId, Reason reason) {
        var group = after.group();
        return new GroupEvent.MemberLeft(
                group.groupId(),
                at,
                group.version(),
                group.name(),
                group.description(),
                group.createdBy(),
                group.isActive(),
                peerId,
                reason.wire(),
                members(after));
    }

    /** A member's role is another. */
    public static GroupEvent roleChanged(LockedGroup after, Instant at, String peerId, Role role) {
        var group = after.group();
        return new GroupEvent.RoleChanged(
                group.groupId(),
                at,
                group.version(),
                group.name(),
                group.description(),
                group.createdBy(),
                group.isActive(),
                peerId,
                role.wire(),
                members(after));
    }

    private static List<GroupMember> members(LockedGroup group) {
        return group.members().entrySet().stream()
                .map(entry -> new GroupMember(entry.getKey(), entry.getValue().wire()))
                .toList();
    }
}
