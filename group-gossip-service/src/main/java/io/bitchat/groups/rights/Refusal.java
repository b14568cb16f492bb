package io.bitchat.groups.rights;

import io.bitchat.groups.Role;

/** Why something was not done. */
public sealed interface Refusal {
    /** There is no such group. */
    record UnknownGroup(String groupId) implements Refusal {}

    /** The peer never registered, and only peers that did may be named. */
    record UnknownPeer(String peerId) implements Refusal {}

    /** The peer has left the directory. */
    record PeerRetired(String peerId) implements Refusal {}

    /** Who acts is not in the group. */
    record NotAMember(String peerId, String groupId) implements Refusal {}

    /** Who acts is in the group, in a role that does not allow it. */
    record RoleForbids(Role role) implements Refusal {}

    /** The group was closed. */
    record Inactive(String groupId) implements Refusal {}

    /** Whom it is about is not in the group. */
    record NobodyThere(String peerId, String groupId) implements Refusal {}

    /** Whom it is about is in the group already. */
    record AlreadyThere(String peerId, Role role) implements Refusal {}

    /** Others would be left without an admin. */
    record LastAdmin(String peerId) implements Refusal {}

    /** Everybody has gone, and who comes in first would not be an admin. */
    record NoAdmin(String groupId) implements Refusal {}

    /** The group has as many members as it may. */
    record Full(int maxMembers) implements Refusal {}

    /** The id belongs to another message. */
    record MessageIdTaken(String messageId) implements Refusal {}

    /** The key belongs to another creation. */
    record KeyTaken(String key) implements Refusal {}

    /** No site of this name is configured. */
    record UnknownSite(String name) implements Refusal {}

    /** For one who acts and is not in the group. */
    static Refusal stranger(Actor actor, String groupId) {
        return switch (actor) {
            case Actor.Peer(var peerId) -> new NotAMember(peerId, groupId);
            case Actor.Anybody _ -> throw new IllegalStateException("anybody is let in");
        };
    }
}
