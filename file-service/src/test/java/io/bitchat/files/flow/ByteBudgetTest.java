package io.bitchat.files.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bitchat.kit.problem.Problem;
import io.vertx.core.Vertx;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
    private final Vertx vertx = Vertx.vertx();
    private final ByteBudget budget = new ByteBudget(100, 50, Duration.ofMillis(200), vertx);

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private CompletableFuture<Runnable> take(String owner, long bytes) {
        return budget.take(owner, bytes).subscribeAsCompletionStage();
    }

    @Test
    void whoFindsNoRoomGetsItWhenItIsFree() {
        var first = take("a", 50);
        take("b", 50);
        var third = take("c", 50);
        assertThat(third).isNotDone();

        first.join().run();

        assertThat(third).isCompleted();
        assertThat(budget.used()).isEqualTo(100);
    }

    @Test
    void whoHoldsItsShareLetsOthersPass() {
        take("slow", 50);
        var more = take("slow", 10);

        assertThat(take("b", 20)).isCompleted();
        assertThat(more).isNotDone();
    }

    @Test
    void nobodyOvertakesOneWhoWaitsForRoom() {
        var first = take("a", 50);
        take("b", 40);
        var large = take("c", 50);
        var small = take("d", 10);

        assertThat(small).isNotDone();
        first.join().run();
        assertThat(large).isCompleted();
        assertThat(small).isCompleted();
    }

    /** Chunks may be longer than a share, or than all there is. */
    @Test
    void whoHoldsNothingMayTakeMoreThanItsShare() {
        assertThat(take("a", 500)).isCompleted();
        assertThat(budget.used()).isEqualTo(100);
    }

    @Test
    void roomThatIsGivenBackTwiceCountsOnce() {
        var free = take("a", 50).join();
        free.run();
        free.run();

        assertThat(budget.used()).isZero();
    }

    /** What its turn begins is a chunk in memory, which the budget does not count any more. */
    @Test
    void nothingIsKeptOfWhoHasHadItsTurn() {
        var patient = new ByteBudget(100, 50, Duration.ofHours(1), vertx);
        var first = patient.take("a", 50).subscribeAsCompletionStage();
        assertThat(patient.take("b", 50).subscribeAsCompletionStage()).isCompleted();
        var begun = new WeakReference<>(patient.take("c", 50).subscribeAsCompletionStage());

        first.join().run();

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return begun.refersTo(null);
        });
        assertThat(patient.used()).isEqualTo(100);
    }

    @Test
    void whoWaitsTooLongIsToldSo() {
        take("a", 50);
        take("b", 50);

        assertThatThrownBy(() -> take("c", 1).join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
    }

    @Test
    void oneFillsNoQueue() {
        take("a", 50);
        take("b", 50);
        List<CompletableFuture<Runnable>> all = new ArrayList<>(
                IntStream.range(0, 300).mapToObj(_ -> take("greedy", 1)).toList());

        assertThat(all.subList(256, 300)).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(take("other", 1)).isNotDone();
    }
}
