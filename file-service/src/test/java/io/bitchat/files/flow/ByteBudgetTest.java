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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
    private final Vertx vertx = Vertx.vertx();
    private final ByteBudget budget = budget(Duration.ofMillis(200));

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private ByteBudget budget(Duration patience) {
        return new ByteBudget(
                new ByteBudget.Size(100, 50, 80), patience, new Loan.Slowest(1_000, Duration.ofSeconds(1)), vertx);
    }

    private CompletableFuture<Loan> take(String owner, long bytes) {
        return budget.take(Borrower.inside(owner), bytes).subscribeAsCompletionStage();
    }

    private CompletableFuture<Loan> take(String owner, String address, long bytes) {
        return budget.take(new Borrower(Optional.of(owner), Optional.of(address)), bytes)
                .subscribeAsCompletionStage();
    }

    /** A client can invent any number of peer names. */
    @Test
    void whoCallsItselfByManyNamesHoldsWhatOneAddressMay() {
        assertThat(take("a", "1.2.3.4", 40)).isCompleted();
        assertThat(take("b", "1.2.3.4", 40)).isCompleted();
        var third = take("c", "1.2.3.4", 10);

        assertThat(third).isNotDone();
        assertThat(take("d", "4.3.2.1", 20)).isCompleted();
    }

    @Test
    void oneAddressFillsNoQueue() {
        take("a", "4.3.2.1", 50);
        take("b", "6.6.6.6", 50);
        var all = IntStream.range(0, 600)
                .mapToObj(i -> take("peer-" + i, "1.2.3.4", 1))
                .toList();

        assertThat(all.subList(512, 600)).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(take("other", "5.5.5.5", 1)).isNotDone();
    }

    @Test
    void whoIsTooSlowIsEndedWhenOthersWait() {
        var patient = budget(Duration.ofMinutes(1));
        var slow = patient.take(Borrower.inside("slow"), 50)
                .subscribeAsCompletionStage()
                .join();
        var quick = patient.take(Borrower.inside("quick"), 50)
                .subscribeAsCompletionStage()
                .join();
        var ended = new AtomicInteger();
        slow.watch(() -> {
            ended.incrementAndGet();
            slow.run();
        });
        quick.watch(() -> ended.addAndGet(1_000));
        quick.moved(1 << 30);

        var third = patient.take(Borrower.inside("third"), 50).subscribeAsCompletionStage();

        await().atMost(Duration.ofSeconds(20)).until(third::isDone);
        assertThat(ended).hasValue(1);
        assertThat(patient.used()).isEqualTo(100);
    }

    @Test
    void whoseBytesAreAllHereIsNotSlow() {
        var patient = budget(Duration.ofSeconds(4));
        var done = patient.take(Borrower.inside("done"), 100)
                .subscribeAsCompletionStage()
                .join();
        var ended = new AtomicInteger();
        done.watch(ended::incrementAndGet);
        done.unwatch();

        var waiting = patient.take(Borrower.inside("other"), 50).subscribeAsCompletionStage();

        await().atMost(Duration.ofSeconds(20)).until(waiting::isCompletedExceptionally);
        assertThat(ended).hasValue(0);
    }

    /** Nobody would return a loan that no caller has received. */
    @Test
    void whoDoesNotWantItAnyMoreGetsNone() {
        var first = take("a", 100).join();
        var gone = budget.take(Borrower.inside("b"), 100).subscribe().with(_ -> {});
        gone.cancel();

        first.run();

        assertThat(budget.used()).isZero();
    }

    @Test
    void anIpv6NetworkIsOneAddress() {
        assertThat(Borrower.network("2001:db8::1")).isEqualTo(Borrower.network("2001:db8::ffff:1"));
        assertThat(Borrower.network("2001:db8:0:1::1")).isNotEqualTo(Borrower.network("2001:db8::1"));
        assertThat(Borrower.network("192.0.2.1")).isEqualTo("192.0.2.1");
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

    /** A chunk may be longer than a share, or than the whole budget. */
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

    /** A turn references a chunk in memory, which the budget no longer counts. */
    @Test
    void nothingIsKeptOfWhoHasHadItsTurn() {
        var patient = budget(Duration.ofHours(1));
        var first = patient.take(Borrower.inside("a"), 50).subscribeAsCompletionStage();
        assertThat(patient.take(Borrower.inside("b"), 50).subscribeAsCompletionStage())
                .isCompleted();
        var begun = new WeakReference<>(patient.take(Borrower.inside("c"), 50).subscribeAsCompletionStage());

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
        List<CompletableFuture<Loan>> all = new ArrayList<>(
                IntStream.range(0, 300).mapToObj(_ -> take("greedy", 1)).toList());

        assertThat(all.subList(256, 300)).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(take("other", 1)).isNotDone();
    }
}
