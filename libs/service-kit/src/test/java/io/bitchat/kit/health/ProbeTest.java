package io.bitchat.kit.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.kit.health.Probe.Result;
import io.bitchat.kit.health.Probe.Times;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProbeTest {
    private static final Times TIMES = new Times(Duration.ofSeconds(3), Duration.ofMillis(5), Duration.ofSeconds(10));

    private final AtomicLong now = new AtomicLong();
    private final Manual source = new Manual();
    private final Probe<String> probe = new Probe<>(source::probe, TIMES, now::get);

    @Test
    void aResultIsGivenOutAgainForAWhile() {
        source.answers("first");
        assertThat(result()).isEqualTo(new Result.Ready<>("first"));

        pass(2);
        assertThat(result()).isEqualTo(new Result.Ready<>("first"));
        assertThat(source.asked).isEqualTo(1);

        pass(1);
        source.answers("later");
        assertThat(result()).isEqualTo(new Result.Ready<>("later"));
        assertThat(source.asked).isEqualTo(2);
    }

    @Test
    void aFailureEndsByItself() {
        var broken = new IOException("read-only");
        source.fails(broken);
        assertThat(result()).isEqualTo(new Result.Failed<>(broken));

        pass(3);
        source.answers("later");
        assertThat(result()).isInstanceOf(Result.Ready.class);
    }

    @Test
    void whileAProbeRunsTheResultBeforeItCountsUntilTheLimit() {
        source.answers("later");
        result();
        pass(3);
        var hanging = source.hangs();

        assertThat(result()).isInstanceOf(Result.Ready.class);
        pass(9);
        assertThat(result()).isInstanceOf(Result.Ready.class);
        pass(1);
        assertThat(result()).isInstanceOfSatisfying(Result.Failed.class, failed -> assertThat(failed.cause())
                .isInstanceOf(ProbeLateException.class)
                .hasMessage("no answer for 10000 ms"));
        assertThat(source.asked).as("probes at a time").isEqualTo(2);

        hanging.complete("later");
        assertThat(result()).isInstanceOf(Result.Ready.class);
    }

    @Test
    void whatHasNeverAnsweredIsNotReady() {
        var hanging = source.hangs();

        assertThat(result()).isInstanceOf(Result.Failed.class);
        assertThat(result()).isInstanceOf(Result.Failed.class);
        assertThat(source.asked).isEqualTo(1);
        hanging.complete("later");
        assertThat(result()).isInstanceOf(Result.Ready.class);
    }

    @Test
    void aLateFailureCountsAsOne() {
        source.answers("later");
        result();
        pass(3);
        var hanging = source.hangs();
        result();

        hanging.completeExceptionally(new IOException("read-only"));

        assertThat(result()).isInstanceOf(Result.Failed.class);
    }

    private Result<String> result() {
        return probe.result().await().atMost(Duration.ofSeconds(20));
    }

    private void pass(long seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    /** Answers probes in the order in which the test says so. */
    private static final class Manual {
        private final Deque<CompletableFuture<String>> answers = new ArrayDeque<>();
        private int asked;

        void answers(String found) {
            answers.add(CompletableFuture.completedFuture(found));
        }

        void fails(Exception cause) {
            answers.add(CompletableFuture.failedFuture(cause));
        }

        CompletableFuture<String> hangs() {
            var answer = new CompletableFuture<String>();
            answers.add(answer);
            return answer;
        }

        Uni<String> probe() {
            asked++;
            return Uni.createFrom().completionStage(answers.remove());
        }
    }
}
