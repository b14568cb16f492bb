package io.bitchat.contracts.groups;

import io.bitchat.contracts.Event;
import io.bitchat.contracts.EventType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Facts on {@value #TOPIC}, keyed by group id. The topic is compacted, so every fact carries the complete state of the
 * group: a consumer that reads only the newest fact per key knows all groups and their members.
 */
public sealed interface GroupEvent extends Event {
    String TOPIC = "bitchat.groups.v1";

    String groupId();

    String name();

    /** Increases by one with every fact about the group, from 1. */
    long version();

    /** All members of the group after this fact, ordered by peer id. */
    List<GroupMember> members();

    @Override
    default String topic() {
        return TOPIC;
    }

    @Override
    default String key() {
        return groupId();
    }

    @Override
    default String subject() {
        return groupId();
    }

    /** A peer created a group. */
    @EventType("io.bitchat.group.created.v1")
    record Created(
            String groupId,
            Instant at,
            long version,
            String name,
            @Nullable String description,
            String createdBy,
            boolean isActive,
            List<GroupMember> members)
            implements GroupEvent {}

    /** The group's name, description or activity changed; an inactive group accepts no messages. */
    @EventType("io.bitchat.group.changed.v1")
    record Changed(
            String groupId,
            Instant at,
            long version,
            String name,
            @Nullable String description,
            String createdBy,
            boolean isActive,
            List<GroupMember> members)
            implements GroupEvent {}

    /**
     * A peer became a member, for the first time or again.
     *
     * @param peerId the new member
     * @param role its role
     */
    @EventType("io.bitchat.group.member_joined.v1")
    record MemberJoined(
            String groupId,
            Instant at,
            long version,
            String name,
            @Nullable String description,
            String createdBy,
            boolean isActive,
            String peerId,
            String role,
            List<GroupMember> members)
            implements GroupEvent {}

    /**
     * A peer is no longer a member; it receives nothing that is sent after this fact.
     *
     * @param peerId the former member
     * @param reason {@code left} or {@code removed}
     */
    @EventType("io.bitchat.group.member_left.v1")
    record MemberLeft(
            String groupId,
            Instant at,
            long version,
            String name,
            @Nullable String description,
            String createdBy,
            boolean isActive,
            String peerId,
            String reason,
            List<GroupMember> members)
            implements GroupEvent {}

    /**
     * The role of a member changed.
     *
     * @param peerId the member
     * @param role the new role
     */
    @EventType("io.bitchat.group.role_changed.v1")
    record RoleChanged(
            String groupId,
            Instant at,
            long version,
            String name,
            @Nullable String description,
            String createdBy,
            boolean isActive,
            String peerId,
            String role,
            List<GroupMember> members)
            implements GroupEvent {}
}
