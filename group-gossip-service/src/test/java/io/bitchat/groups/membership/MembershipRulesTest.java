package io.bitchat.groups.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.groups.Given;
import io.bitchat.groups.Role;
import io.bitchat.groups.rights.Actor;
import io.bitchat.groups.state.LockedGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MembershipRulesTest {
    private static final int MAX = 3;

    /** An attempted change; {@code kind} selects the operation. */
    record Attempt(int kind, Actor actor, String peerId, Role role) {}

    @Property
    void whateverIsTriedAGroupWithMembersHasAnAdmin(@ForAll("attempts") List<Attempt> attempts) {
        var group = Given.group("g", Map.of("alice", Role.ADMIN, "bob", Role.MEMBER));
        for (var attempt : attempts) {
            group = apply(group, attempt);
            assertThat(group.members().isEmpty() || group.members().containsValue(Role.ADMIN))
                    .as("%s", group.members())
                    .isTrue();
            assertThat(group.members()).hasSizeLessThanOrEqualTo(MAX + 1);
            assertThat(group.group().memberCount()).isEqualTo(group.members().size());
        }
    }

    @Property
    void everyChangeRaisesTheVersionByOneAndARefusalChangesNothing(@ForAll("attempts") List<Attempt> attempts) {
        var group = Given.group("g", Map.of("alice", Role.ADMIN, "bob", Role.MODERATOR));
        for (var attempt : attempts) {
            var after = apply(group, attempt);
            assertThat(after == group
                            || after.group().version() == group.group().version() + 1)
                    .isTrue();
            group = after;
        }
    }

    @Property
    void whoIsNotAnAdminNeverMakesOneNorRemovesOne(@ForAll("attempts") List<Attempt> attempts) {
        var group = Given.group("g", Map.of("alice", Role.ADMIN, "bob", Role.MODERATOR, "carol", Role.MEMBER));
        for (var attempt : attempts) {
            if (group.roleOf(attempt.actor()).equals(Optional.of(Role.ADMIN))) continue;
            assertThat(apply(group, attempt).members().get("alice")).isEqualTo(Role.ADMIN);
            assertThat(apply(group, attempt).members().values()).containsOnlyOnce(Role.ADMIN);
        }
    }

    private static LockedGroup apply(LockedGroup group, Attempt attempt) {
        var refusal =
                switch (attempt.kind()) {
                    case 0 -> MembershipRules.add(group, attempt.actor(), attempt.peerId(), attempt.role(), MAX);
                    case 1 -> MembershipRules.remove(group, attempt.actor(), attempt.peerId());
                    default -> MembershipRules.changeRole(group, attempt.actor(), attempt.peerId(), attempt.role());
                };
        if (refusal.isPresent()) return group;
        return attempt.kind() == 1 ? group.without(attempt.peerId()) : group.with(attempt.peerId(), attempt.role());
    }

    @Provide
    Arbitrary<List<Attempt>> attempts() {
        var peers = Arbitraries.of("alice", "bob", "carol", "dave", "erin", "frank");
        Arbitrary<Actor> actors = Arbitraries.oneOf(
                peers.map(Actor.Peer::new), Arbitraries.of(new Actor.Anybody()).map(Actor.class::cast));
        return Combinators.combine(Arbitraries.integers().between(0, 2), actors, peers, Arbitraries.of(Role.values()))
                .as(Attempt::new)
                .list()
                .ofMaxSize(40);
    }
}
