package io.bitchat.files.rooms;

import java.util.Set;

/**
 * A room.
 *
 * @param participants ids of the peers in it
 * @param version of a group, raised with each change; 0 for a room that is no group
 * @param isOpen whether files may be offered in it; not so in a group that is inactive
 */
public record Room(String id, Set<String> participants, long version, boolean isOpen) {
    public Room {
        participants = Set.copyOf(participants);
    }

    /** A room that nobody has made yet. */
    static Room unknown(String id) {
        return new Room(id, Set.of(), 0, true);
    }

    /** Whether somebody is in it. */
    public boolean exists() {
        return !participants.isEmpty();
    }

    /** Whether it is a group. */
    public boolean isGroup() {
        return version > 0;
    }

    /** Whether the peer is in it. */
    public boolean has(String peerId) {
        return participants.contains(peerId);
    }
}
