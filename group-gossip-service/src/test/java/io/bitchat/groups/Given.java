package io.bitchat.groups;

import io.bitchat.groups.state.Group;
import io.bitchat.groups.state.LockedGroup;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Groups in memory, without a database. */
public final class Given {
    public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private Given() {}

    /** An active group without messages. */
    public static LockedGroup group(String groupId, Map<String, Role> members) {
        return group(groupId, members, new LockedGroup.Places(0, NOW, 0));
    }

    /** An active group with these last places. */
    public static LockedGroup group(String groupId, Map<String, Role> members, LockedGroup.Places places) {
        var group = new Group(UUID.randomUUID(), groupId, "Team", null, "alice", NOW, true, members.size(), 0, NOW, 1);
        return new LockedGroup(group, new TreeMap<>(members), places);
    }
}
