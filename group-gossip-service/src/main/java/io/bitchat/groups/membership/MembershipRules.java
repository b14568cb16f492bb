package io.bitchat.groups.membership;

import io.bitchat.groups.Role;
import io.bitchat.groups.rights.Actor;
import io.bitchat.groups.rights.Refusal;
import io.bitchat.groups.rights.Rights;
import io.bitchat.groups.state.LockedGroup;
import java.util.Optional;

/**
 * Decides whether an actor may change the members of a group. The actor's rights are checked first, so that refusals do
 * not tell outsiders who is in a group.
 */
final class MembershipRules {
    private MembershipRules() {}

    /** @param maxMembers maximum number of members besides the creator */
    static Optional<Refusal> add(LockedGroup group, Actor actor, String peerId, Role as, int maxMembers) {
        var actors = group.roleOf(actor);
        if (actors.isEmpty()) return stranger(group, actor);
        if (!Rights.mayAdd(actors.get(), as)) return forbidden(actors.get());
        if (!group.group().isActive()) return inactive(group);
        var known = group.members().get(peerId);
        if (known != null) return Optional.of(new Refusal.AlreadyThere(peerId, known));
        if (group.members().isEmpty() && as != Role.ADMIN) {
            return Optional.of(new Refusal.NoAdmin(group.group().groupId()));
        }
        return group.members().size() > maxMembers ? Optional.of(new Refusal.Full(maxMembers)) : Optional.empty();
    }

    /** Members of a closed group can still leave or be removed. */
    static Optional<Refusal> remove(LockedGroup group, Actor actor, String peerId) {
        var actors = group.roleOf(actor);
        if (actors.isEmpty()) return stranger(group, actor);
        boolean leaves = actor.is(peerId);
        // an actor who may remove nobody must not learn who is a member
        if (!leaves && !Rights.mayRemove(actors.get(), Role.MEMBER)) return forbidden(actors.get());
        var known = group.members().get(peerId);
        if (known == null) return nobodyThere(group, peerId);
        if (!leaves && !Rights.mayRemove(actors.get(), known)) return forbidden(actors.get());
        boolean orphans = group.isLastAdmin(peerId) && group.members().size() > 1;
        return orphans ? Optional.of(new Refusal.LastAdmin(peerId)) : Optional.empty();
    }

    static Optional<Refusal> changeRole(LockedGroup group, Actor actor, String peerId, Role to) {
        var actors = group.roleOf(actor);
        if (actors.isEmpty()) return stranger(group, actor);
        if (!Rights.mayChangeRoles(actors.get())) return forbidden(actors.get());
        if (!group.group().isActive()) return inactive(group);
        if (!group.members().containsKey(peerId)) return nobodyThere(group, peerId);
        boolean orphans = group.isLastAdmin(peerId) && to != Role.ADMIN;
        return orphans ? Optional.of(new Refusal.LastAdmin(peerId)) : Optional.empty();
    }

    private static Optional<Refusal> stranger(LockedGroup group, Actor actor) {
        return Optional.of(Refusal.stranger(actor, group.group().groupId()));
    }

    private static Optional<Refusal> forbidden(Role role) {
        return Optional.of(new Refusal.RoleForbids(role));
    }

    private static Optional<Refusal> inactive(LockedGroup group) {
        return Optional.of(new Refusal.Inactive(group.group().groupId()));
    }

    private static Optional<Refusal> nobodyThere(LockedGroup group, String peerId) {
        return Optional.of(new Refusal.NobodyThere(peerId, group.group().groupId()));
    }
}
