package io.bitchat.kit.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bitchat.kit.problem.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final RateLimit limit = new RateLimit("acts", key -> key.equals("small") ? 1 : 10, 100);

    private int status(String key, long uses) {
        var problem = catchThrowableOfType(Problem.class, () -> limit.charge(key, uses));
        return problem == null ? 200 : problem.status();
    }

    @Test
    void theWholeMinuteMayBeUsedAtOnceAndNoMore() {
        for (int i = 0; i < 10; i++) limit.charge("alice");

        var problem = catchThrowableOfType(Problem.class, () -> limit.charge("alice"));

        assertThat(problem.status()).isEqualTo(429);
        assertThat(problem.getMessage()).contains("too many acts; wait ");
        assertThat(problem.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(61));
        assertThat(limit.hasLeft("alice")).isFalse();
        assertThat(limit.tryCharge("alice")).isFalse();
    }

    @Test
    void eachKeyHasItsOwnUses() {
        limit.charge("small");

        assertThat(status("small", 1)).isEqualTo(429);
        assertThat(status("alice", 1)).isEqualTo(200);
    }

    @Test
    void severalUsesAreCountedTogetherOrNotAtAll() {
        assertThat(status("alice", 8)).isEqualTo(200);
        assertThat(status("alice", 3)).isEqualTo(429);
        assertThat(status("alice", 2)).isEqualTo(200);
        assertThat(limit.hasLeft("alice")).isFalse();
    }

    @Test
    void askingUsesNothing() {
        for (int i = 0; i < 20; i++) assertThat(limit.hasLeft("small")).isTrue();

        assertThat(limit.tryCharge("small")).isTrue();
    }
}
