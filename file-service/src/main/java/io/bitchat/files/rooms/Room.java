package io.bitchat.files.rooms;

import java.util.Set;

/**
 * A room.
 *
 * @param participants ids of the peers in it
 * @param version raised with each change; 0 for a room that nobody has made
 * @param isGroup whether it is a group
 * @param isOpen whether files may be offered in it; not so in a group that is inactive
 */
public record Room(String id, Set<String> participants, long version, boolean isGroup, boolean isOpen) {
    public Room {
        participants = Set.copyOf(participants);
    }

    /** A room that nobody has made yet. */
    static Room unknown(String id) {
        return new Room(id, Set.of(), 0, false, true);
    }

    /** Whether somebody is in it. */
    public boolean exists() {
        return !participants.isEmpty();
    }

    /** Whether the peer is in it. */
    public boolean has(String peerId) {
        return participants.contains(peerId);
    }
}
