package io.bitchat.groups.rights;

import io.bitchat.groups.Role;

/** Reason why a request was refused. */
public sealed interface Refusal {
    /** There is no such group. */
    record UnknownGroup(String groupId) implements Refusal {}

    /** The peer never registered, and only peers that did may be named. */
    record UnknownPeer(String peerId) implements Refusal {}

    /** The peer has left the directory. */
    record PeerRetired(String peerId) implements Refusal {}

    /** The actor is not in the group. */
    record NotAMember(String peerId, String groupId) implements Refusal {}

    /** The actor is in the group, in a role that does not allow it. */
    record RoleForbids(Role role) implements Refusal {}

    /** The group was closed. */
    record Inactive(String groupId) implements Refusal {}

    /** The peer to be changed is not in the group. */
    record NobodyThere(String peerId, String groupId) implements Refusal {}

    /** The peer to be added is already in the group. */
    record AlreadyThere(String peerId, Role role) implements Refusal {}

    /** The other members would be left without an admin. */
    record LastAdmin(String peerId) implements Refusal {}

    /** The group is empty, and the first new member would not be an admin. */
    record NoAdmin(String groupId) implements Refusal {}

    /** The group has reached its maximum number of members. */
    record Full(int maxMembers) implements Refusal {}

    /** The id belongs to another message. */
    record MessageIdTaken(String messageId) implements Refusal {}

    /** The key belongs to another creation. */
    record KeyTaken(String key) implements Refusal {}

    /** No site of this name is configured. */
    record UnknownSite(String name) implements Refusal {}

    /** The refusal for an actor that is not in the group. */
    static Refusal stranger(Actor actor, String groupId) {
        return switch (actor) {
            case Actor.Peer(var peerId) -> new NotAMember(peerId, groupId);
            case Actor.Anybody _ -> throw new IllegalStateException("anybody is let in");
        };
    }
}
