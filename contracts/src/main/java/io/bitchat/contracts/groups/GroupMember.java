package io.bitchat.contracts.groups;

/**
 * An active member of a group.
 *
 * @param role {@code admin}, {@code moderator} or {@code member}
 */
public record GroupMember(String peerId, String role) {}
