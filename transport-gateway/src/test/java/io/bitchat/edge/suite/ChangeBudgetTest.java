package io.bitchat.edge.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ChangeBudgetTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final ChangeBudget budget = new ChangeBudget(now::get);

    @Test
    void whatIsSpentComesBackWithTime() {
        assertThat(budget.spend(ChangeBudget.MOST)).isTrue();
        assertThat(budget.spend(1)).isFalse();

        now.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(budget.spend(2 * ChangeBudget.PER_SECOND + 1)).isFalse();
        assertThat(budget.spend(2 * ChangeBudget.PER_SECOND)).isTrue();
        assertThat(budget.spend(1)).isFalse();
    }

    @Test
    void noMoreIsSavedThanTheMost() {
        now.addAndGet(TimeUnit.DAYS.toNanos(1));

        assertThat(budget.spend(ChangeBudget.MOST + 1)).isFalse();
        assertThat(budget.spend(ChangeBudget.MOST)).isTrue();
    }
}
