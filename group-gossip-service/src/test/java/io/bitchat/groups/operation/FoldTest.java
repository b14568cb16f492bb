package io.bitchat.groups.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.groups.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class FoldTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final GroupState BASE = new GroupState(
            "Team",
            null,
            true,
            new TreeMap<>(Map.of(
                    "alice", new GroupState.Member(Role.ADMIN, AT),
                    "bob", new GroupState.Member(Role.MEMBER, AT.plusSeconds(1)),
                    "carol", new GroupState.Member(Role.MEMBER, AT.plusSeconds(2)))));

    @Test
    void anAdditionAfterARemovalLetsInAgain() {
        var fold = fold(stamped(10, removed("bob", 5)), stamped(20, added("bob", Role.MODERATOR)));

        assertThat(fold.state(List.of()).members().get("bob").role()).isEqualTo(Role.MODERATOR);
    }

    @Test
    void aRemovalAfterAnAdditionHoldsWhicheverComesFirst() {
        var fold = fold(stamped(20, removed("bob", 5)), stamped(10, added("bob", Role.ADMIN)));

        assertThat(fold.state(List.of()).members()).doesNotContainKey("bob");
    }

    @Test
    void whatARemovedPeerSaidUnseenByTheRemovalIsVoidUntilItIsBack() {
        var fold = fold(stamped(10, removed("bob", 5)), stamped(20, added("bob", Role.MEMBER)));

        assertThat(fold.isVoid("bob", 5)).isFalse();
        assertThat(fold.isVoid("bob", 6)).isTrue();
        assertThat(fold.isVoid("bob", 19)).isTrue();
        assertThat(fold.isVoid("bob", 21)).isFalse();
        assertThat(fold.isVoid("carol", 15)).isFalse();
    }

    @Test
    void ofTwoRemovalsTheOneThatHasSeenLessCounts() {
        var fold = fold(stamped(10, removed("bob", 9)), stamped(11, removed("bob", 4)));

        assertThat(fold.isVoid("bob", 4)).isFalse();
        assertThat(fold.isVoid("bob", 5)).isTrue();
    }

    @Test
    void withoutAnAdminWhoeverIsThereForLongestIsOne() {
        var fold = fold(stamped(10, removed("alice", 5)));

        assertThat(fold.state(List.of()).members().get("bob").role()).isEqualTo(Role.ADMIN);
        assertThat(fold.state(List.of()).members().get("carol").role()).isEqualTo(Role.MEMBER);
    }

    @Test
    void ownChangesThatNobodyKnowsComeLast() {
        var fold = fold(stamped(10, added("dora", Role.MEMBER)));

        assertThat(fold.state(List.of(removed("dora", 0))).members()).doesNotContainKey("dora");
    }

    @Property(tries = 300)
    void theOrderOfArrivalDoesNotMatter(@ForAll long seed) {
        var random = new Random(seed);
        var operations = new ArrayList<Stamped>();
        for (int i = 0; i < 12; i++) operations.add(any(random));
        var shuffled = new ArrayList<>(operations);
        Collections.shuffle(shuffled, random);

        var one = new Fold(BASE, operations);
        var other = new Fold(BASE, shuffled);

        assertThat(other.state(List.of())).isEqualTo(one.state(List.of()));
        for (long time = 0; time < 40; time++) {
            for (var peer : BASE.members().keySet()) {
                assertThat(other.isVoid(peer, time)).isEqualTo(one.isVoid(peer, time));
            }
        }
    }

    @Property(tries = 300)
    void whatIsVoidStandsInItsSpans(@ForAll long seed) {
        var random = new Random(seed);
        var operations = new ArrayList<Stamped>();
        for (int i = 0; i < 12; i++) operations.add(any(random));
        var fold = new Fold(BASE, operations);

        for (var peer : BASE.members().keySet()) {
            var spans = fold.voidSpans(peer);
            for (long time = -1; time < 40; time++) {
                long at = time;
                assertThat(fold.isVoid(peer, at))
                        .isEqualTo(spans.stream().anyMatch(span -> at > span.after() && at < span.before()))
                        .isEqualTo(isVoid(operations, peer, at));
            }
        }
    }

    /** The rule in other words. */
    private static boolean isVoid(List<Stamped> operations, String writer, long time) {
        long cut = Long.MAX_VALUE;
        for (var stamped : operations.stream().sorted().toList()) {
            if (stamped.operation() instanceof Operation.Removed removed
                    && removed.peerId().equals(writer)) {
                cut = Math.min(cut, removed.cut());
            }
            if (stamped.operation() instanceof Operation.Added added
                    && added.peerId().equals(writer)) {
                if (time > cut && time < stamped.time()) return true;
                cut = Long.MAX_VALUE;
            }
        }
        return time > cut;
    }

    /** One site stamps no two operations with one time. */
    private static Stamped any(Random random) {
        var peer = List.of("alice", "bob", "carol").get(random.nextInt(3));
        var operation =
                switch (random.nextInt(5)) {
                    case 0 -> added(peer, Role.values()[random.nextInt(3)]);
                    case 1 -> removed(peer, random.nextInt(30));
                    case 2 -> new Operation.RoleChanged(AT, peer, Role.values()[random.nextInt(3)]);
                    case 3 -> new Operation.Described(AT, "Name " + random.nextInt(9), null);
                    default -> new Operation.Closed(AT);
                };
        return new Stamped(random.nextInt(30), random.nextLong(), operation);
    }

    private static Fold fold(Stamped... operations) {
        return new Fold(BASE, List.of(operations));
    }

    private static Stamped stamped(long time, Operation operation) {
        return new Stamped(time, 1, operation);
    }

    private static Operation added(String peer, Role role) {
        return new Operation.Added(AT, peer, role);
    }

    private static Operation removed(String peer, long cut) {
        return new Operation.Removed(AT, peer, "removed", cut);
    }
}
