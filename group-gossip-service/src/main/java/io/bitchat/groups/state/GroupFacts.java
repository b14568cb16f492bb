package io.bitchat.groups.state;

import io.bitchat.contracts.groups.GroupEvent;
import io.bitchat.contracts.groups.GroupMember;
import io.bitchat.groups.Role;
import java.time.Instant;
import java.util.List;

/** Builds the event of a change. Each event carries the group's state after the change. */
public final class GroupFacts {
    /** Reason why a member is gone. */
    public enum Reason {
        /** The member left voluntarily. */
        LEFT,
        /** Somebody else removed it. */
        REMOVED;

        String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private GroupFacts() {}

    /** A group was created. */
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

    /** Its name, description or activity changed. */
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

    /** A peer joined. */
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

    /** A peer left or was removed. */
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

    /** A member's role changed. */
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
