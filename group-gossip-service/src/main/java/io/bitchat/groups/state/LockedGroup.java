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
 * A group whose row is locked: nobody else changes it, its members or its messages until the transaction ends.
 *
 * @param members everyone who is in the group, ordered by peer id
 * @param places where its messages have got to
 */
public record LockedGroup(Group group, SortedMap<String, Role> members, Places places) {
    public LockedGroup {
        members = Collections.unmodifiableSortedMap(members);
    }

    /**
     * @param sequence the last place given to a message
     * @param orderedAt the time of that message
     * @param clockWriters how many peers have written
     */
    public record Places(long sequence, Instant orderedAt, int clockWriters) {}

    /** The role that someone acts in; empty for a peer that is not in the group. */
    public Optional<Role> roleOf(Actor actor) {
        return switch (actor) {
            case Actor.Peer(var peerId) -> Optional.ofNullable(members.get(peerId));
            case Actor.Anybody _ -> Optional.of(Role.ADMIN);
        };
    }

    /** Whether the group would have no admin without this member being one. */
    public boolean isLastAdmin(String peerId) {
        return members.get(peerId) == Role.ADMIN
                && members.values().stream().filter(role -> role == Role.ADMIN).count() == 1;
    }

    /** After a peer came in, or got another role. */
    public LockedGroup with(String peerId, Role role) {
        var after = new TreeMap<>(members);
        after.put(peerId, role);
        return changed(group.name(), group.description(), group.isActive(), after);
    }

    /** After a peer went. */
    public LockedGroup without(String peerId) {
        var after = new TreeMap<>(members);
        after.remove(peerId);
        return changed(group.name(), group.description(), group.isActive(), after);
    }

    /** After a change of its description. */
    public LockedGroup described(String name, @Nullable String description) {
        return changed(name, description, group.isActive(), members);
    }

    /** After its end. */
    public LockedGroup inactive() {
        return changed(group.name(), group.description(), false, members);
    }

    private LockedGroup changed(
            String name, @Nullable String description, boolean active, SortedMap<String, Role> after) {
        return new LockedGroup(group.changed(name, description, active, after.size()), after, places);
    }
}
