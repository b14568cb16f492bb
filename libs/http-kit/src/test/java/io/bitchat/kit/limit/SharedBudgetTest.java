package io.bitchat.kit.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.kit.limit.SharedBudget.Total;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SharedBudgetTest {
    private static final String ALICE = "alice";
    private static final int LIMIT = 60;
    private static final Instant START = Instant.parse("2026-01-15T09:30:00Z");

    private final List<SharedBudget> replicas = new ArrayList<>(
            IntStream.range(0, 4).mapToObj(_ -> new SharedBudget(100)).toList());

    @Property(tries = 200)
    void replicasThatHearOfEachOtherAtOnceAcceptExactlyTheLimit(@ForAll long seed) {
        var random = new Random(seed);
        int accepted = 0;
        for (int i = 0; i < 3 * LIMIT; i++) {
            int at = random.nextInt(replicas.size());
            if (use(at, START.plusMillis(i))) {
                accepted++;
                tell(at, START.plusMillis(i));
            }
        }
        assertThat(accepted).isEqualTo(LIMIT);
        replicas.replaceAll(_ -> new SharedBudget(100));
    }

    /** What travels is what each of the others may accept too much. */
    @Property(tries = 200)
    void reportsThatAreLateLetPassNoMoreThanWhatIsOnItsWay(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int every) {
        var random = new Random(seed);
        var fresh = new int[replicas.size()];
        int accepted = 0;
        for (int i = 0; i < 4 * LIMIT; i++) {
            int at = random.nextInt(replicas.size());
            var now = START.plusMillis(i);
            if (!use(at, now)) continue;
            accepted++;
            if (++fresh[at] % every == 0) tell(at, now);
        }
        assertThat(accepted).isBetween(LIMIT, LIMIT + (every - 1) * (replicas.size() - 1));
        replicas.replaceAll(_ -> new SharedBudget(100));
    }

    @Test
    void aMinuteBeginsWithTheFirstUseAtAnyReplica() {
        use(0, START);
        tell(0, START);
        for (int i = 0; i < LIMIT - 1; i++)
            assertThat(use(1, START.plusSeconds(50))).isTrue();

        var refused = replicas.get(1).charge(ALICE, LIMIT, START.plusSeconds(50));

        assertThat(refused).contains(Duration.ofSeconds(10));
        assertThat(use(1, START.plusSeconds(60))).isTrue();
    }

    @Test
    void whoHearsNothingCountsAlone() {
        for (int i = 0; i < LIMIT; i++) {
            assertThat(use(0, START)).isTrue();
            assertThat(use(1, START)).isTrue();
        }
        assertThat(use(0, START)).isFalse();
        assertThat(use(1, START)).isFalse();
    }

    @Test
    void aTotalThatComesTwiceOrFromAnEarlierMinuteCountsNothing() {
        var total = new Total(START, LIMIT - 1);
        for (int i = 0; i < 3; i++) replicas.get(1).reported("0", ALICE, total, START.plusSeconds(1));
        replicas.get(1).reported("2", ALICE, new Total(START.minusSeconds(70), LIMIT), START.plusSeconds(1));

        assertThat(use(1, START.plusSeconds(1))).isTrue();
        assertThat(use(1, START.plusSeconds(1))).isFalse();
    }

    @Test
    void aClockThatIsAheadDoesNotMakeAMinuteLonger() {
        replicas.get(1).reported("0", ALICE, new Total(START.plusSeconds(30), LIMIT), START);

        assertThat(use(1, START.plusSeconds(59))).isFalse();
        assertThat(use(1, START.plusSeconds(60))).isTrue();
    }

    @Test
    void othersAreNotConcerned() {
        for (int i = 0; i < LIMIT; i++) use(0, START);
        tell(0, START);

        assertThat(replicas.get(1).charge("bob", LIMIT, START)).isEmpty();
    }

    private boolean use(int replica, Instant now) {
        return replicas.get(replica).charge(ALICE, LIMIT, now).isEmpty();
    }

    private void tell(int from, Instant now) {
        var total = replicas.get(from).own(ALICE, now).orElseThrow();
        for (int to = 0; to < replicas.size(); to++) {
            if (to != from) replicas.get(to).reported(Integer.toString(from), ALICE, total, now);
        }
    }
}
