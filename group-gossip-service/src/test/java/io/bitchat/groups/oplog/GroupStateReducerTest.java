package io.bitchat.groups.oplog;

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

class GroupStateReducerTest {
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
        var reducer = reducer(stamped(10, removed("bob", 5)), stamped(20, added("bob", Role.MODERATOR)));

        assertThat(reducer.state(List.of()).members().get("bob").role()).isEqualTo(Role.MODERATOR);
    }

    @Test
    void aRemovalAfterAnAdditionHoldsWhicheverComesFirst() {
        var reducer = reducer(stamped(20, removed("bob", 5)), stamped(10, added("bob", Role.ADMIN)));

        assertThat(reducer.state(List.of()).members()).doesNotContainKey("bob");
    }

    @Test
    void whatARemovedPeerSaidUnseenByTheRemovalIsVoidUntilItIsBack() {
        var reducer = reducer(stamped(10, removed("bob", 5)), stamped(20, added("bob", Role.MEMBER)));

        assertThat(reducer.isVoid("bob", 5)).isFalse();
        assertThat(reducer.isVoid("bob", 6)).isTrue();
        assertThat(reducer.isVoid("bob", 19)).isTrue();
        assertThat(reducer.isVoid("bob", 21)).isFalse();
        assertThat(reducer.isVoid("carol", 15)).isFalse();
    }

    @Test
    void ofTwoRemovalsTheOneThatHasSeenLessCounts() {
        var reducer = reducer(stamped(10, removed("bob", 9)), stamped(11, removed("bob", 4)));

        assertThat(reducer.isVoid("bob", 4)).isFalse();
        assertThat(reducer.isVoid("bob", 5)).isTrue();
    }

    @Test
    void withoutAnAdminWhoeverIsThereForLongestIsOne() {
        var reducer = reducer(stamped(10, removed("alice", 5)));

        assertThat(reducer.state(List.of()).members().get("bob").role()).isEqualTo(Role.ADMIN);
        assertThat(reducer.state(List.of()).members().get("carol").role()).isEqualTo(Role.MEMBER);
    }

    @Test
    void ownChangesThatNobodyKnowsComeLast() {
        var reducer = reducer(stamped(10, added("dora", Role.MEMBER)));

        assertThat(reducer.state(List.of(removed("dora", 0))).members()).doesNotContainKey("dora");
    }

    @Property(tries = 300)
    void theOrderOfArrivalDoesNotMatter(@ForAll long seed) {
        var random = new Random(seed);
        var operations = new ArrayList<Stamped>();
        for (int i = 0; i < 12; i++) operations.add(any(random));
        var shuffled = new ArrayList<>(operations);
        Collections.shuffle(shuffled, random);

        var one = new GroupStateReducer(BASE, operations);
        var other = new GroupStateReducer(BASE, shuffled);

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
        var reducer = new GroupStateReducer(BASE, operations);

        for (var peer : BASE.members().keySet()) {
            var spans = reducer.voidSpans(peer);
            for (long time = -1; time < 40; time++) {
                long at = time;
                assertThat(reducer.isVoid(peer, at))
                        .isEqualTo(spans.stream().anyMatch(span -> at > span.after() && at < span.before()))
                        .isEqualTo(isVoid(operations, peer, at));
            }
        }
    }

    /** The same rule, implemented independently. */
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

    /** A random operation. Its random site makes the stamp unique, as a site never uses a time twice. */
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

    private static GroupStateReducer reducer(Stamped... operations) {
        return new GroupStateReducer(BASE, List.of(operations));
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
