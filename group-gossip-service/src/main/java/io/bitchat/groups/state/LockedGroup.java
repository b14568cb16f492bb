package io.bitchat.groups.state;

import io.bitchat.groups.Role;
import io.bitchat.groups.rights.Actor;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A group whose row is locked: nobody else can change it, its members or its messages until the transaction ends.
 *
 * @param members all members and their roles, ordered by peer id
 * @param places last assigned position and time of its messages
 */
public record LockedGroup(Group group, SortedMap<String, Role> members, Places places) {
    public LockedGroup {
        members = Collections.unmodifiableSortedMap(members);
    }

    /**
     * @param sequence last position assigned to a message
     * @param orderedAt latest display time of a message so far
     * @param clockWriters number of peers that have written
     */
    public record Places(long sequence, Instant orderedAt, int clockWriters) {}

    /** The role of an actor; empty for a peer that is not in the group. Anonymous callers act as admin. */
    public Optional<Role> roleOf(Actor actor) {
        return switch (actor) {
            case Actor.Peer(var peerId) -> Optional.ofNullable(members.get(peerId));
            case Actor.Anybody _ -> Optional.of(Role.ADMIN);
        };
    }

    /** Whether this member is the only admin. */
    public boolean isLastAdmin(String peerId) {
        return members.get(peerId) == Role.ADMIN
                && members.values().stream().filter(role -> role == Role.ADMIN).count() == 1;
    }

    /** The group after a peer joined or changed its role. */
    public LockedGroup with(String peerId, Role role) {
        var after = new TreeMap<>(members);
        after.put(peerId, role);
        return changed(group.name(), group.description(), group.isActive(), after);
    }

    /** The group after a peer left. */
    public LockedGroup without(String peerId) {
        var after = new TreeMap<>(members);
        after.remove(peerId);
        return changed(group.name(), group.description(), group.isActive(), after);
    }

    /** The group after a change of its name or description. */
    public LockedGroup described(String name, @Nullable String description) {
        return changed(name, description, group.isActive(), members);
    }

    /** The group after it was closed. */
    public LockedGroup inactive() {
        return changed(group.name(), group.description(), false, members);
    }

    private LockedGroup changed(
            String name, @Nullable String description, boolean active, SortedMap<String, Role> after) {
        return new LockedGroup(group.changed(name, description, active, after.size()), after, places);
    }
}
