package io.bitchat.groups.oplog;

import io.bitchat.groups.Role;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** State of a group after some operations: its name, whether it is open, and its members. */
public record GroupState(
        String name, @Nullable String description, boolean isActive, SortedMap<String, Member> members) {

    /** A member's role, and the time it joined. */
    public record Member(Role role, Instant joinedAt) {}

    /** The state after one more operation. A removal or role change of a peer that is not a member changes nothing. */
    public GroupState after(Operation operation) {
        return switch (operation) {
            case Operation.Added added -> with(added.peerId(), joined(added));
            case Operation.Removed removed -> without(removed.peerId());
            case Operation.RoleChanged change -> {
                var member = members.get(change.peerId());
                yield member == null ? this : with(change.peerId(), new Member(change.role(), member.joinedAt()));
            }
            case Operation.Described described ->
                new GroupState(described.name(), described.description(), isActive, members);
            case Operation.Closed _ -> new GroupState(name, description, false, members);
            case Operation.SiteAdded _ -> this;
        };
    }

    /** A peer that two sites added keeps the first join time and gets the role of the last addition. */
    private Member joined(Operation.Added added) {
        var known = members.get(added.peerId());
        return new Member(added.role(), known == null ? added.at() : known.joinedAt());
    }

    /** If no admin is left, the longest-standing member becomes admin; of several, the one with the lowest id. */
    public GroupState governed() {
        if (members.isEmpty() || members.values().stream().anyMatch(member -> member.role() == Role.ADMIN)) return this;
        var longest = members.entrySet().stream()
                .min(Comparator.comparing((Map.Entry<String, Member> entry) ->
                                entry.getValue().joinedAt())
                        .thenComparing(Map.Entry::getKey))
                .orElseThrow();
        return with(longest.getKey(), new Member(Role.ADMIN, longest.getValue().joinedAt()));
    }

    private GroupState with(String peerId, Member member) {
        var after = new TreeMap<>(members);
        after.put(peerId, member);
        return new GroupState(name, description, isActive, after);
    }

    private GroupState without(String peerId) {
        var after = new TreeMap<>(members);
        after.remove(peerId);
        return new GroupState(name, description, isActive, after);
    }
}
