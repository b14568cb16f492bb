package io.bitchat.kit.commit;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Commits commands of many callers together (group commit). While one batch is being written to disk, the next one
 * gathers. So batches grow with the load, and in an idle system no command waits.
 *
 * <p>A batch that fails because of its content is tried again one command at a time, so that only the caller of the
 * faulty command sees the error. Thread-safe.
 *
 * @param <C> a command
 * @param <R> the answer to one command
 */
public final class GroupCommit<C, R> {
    private record Waiting<C, R>(C command, UniEmitter<? super R> answer) {}

    private final Limits limits;
    private final Function<List<C>, Uni<List<R>>> commit;
    private final Predicate<Throwable> blamesContent;
    private final ArrayDeque<Waiting<C, R>> waiting = new ArrayDeque<>();
    private int running;

    /**
     * @param maxBatch maximum number of commands in one transaction
     * @param maxWaiting maximum number of waiting commands; one more fails at once with
     *     {@link RejectedExecutionException}
     * @param maxRunning maximum number of concurrent transactions
     * @param gather pause between a transaction and the next one, if throughput matters more than latency; a command
     *     that finds the system idle does not wait
     */
    public record Limits(int maxBatch, int maxWaiting, int maxRunning, Duration gather) {
        public Limits {
            if (maxBatch < 1 || maxWaiting < 1 || maxRunning < 1 || gather.isNegative()) {
                throw new IllegalArgumentException("limits must be positive: " + maxBatch + ", " + maxWaiting);
            }
        }
    }

    /**
     * @param commit commits all commands or none, and answers each in the order given
     * @param blamesContent whether a failure may be due to one of the commands rather than to the database
     */
    public GroupCommit(Limits limits, Function<List<C>, Uni<List<R>>> commit, Predicate<Throwable> blamesContent) {
        this.limits = limits;
        this.commit = commit;
        this.blamesContent = blamesContent;
    }

    /** Commits one command; the answer arrives after the commit. */
    public Uni<R> submit(C command) {
        return Uni.createFrom().emitter(answer -> {
            if (enqueue(new Waiting<>(command, answer))) startBatches();
            else answer.fail(new RejectedExecutionException(limits.maxWaiting() + " commands are waiting already"));
        });
    }

    /** Number of commands that wait for a batch, for a gauge. */
    public int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    private boolean enqueue(Waiting<C, R> entry) {
        synchronized (waiting) {
            if (waiting.size() >= limits.maxWaiting()) return false;
            return waiting.add(entry);
        }
    }

    private void startBatches() {
        for (var batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) run(batch);
    }

    private List<Waiting<C, R>> nextBatch() {
        synchronized (waiting) {
            if (running == limits.maxRunning() || waiting.isEmpty()) return List.of();
            running++;
            var batch = new ArrayList<Waiting<C, R>>(Math.min(waiting.size(), limits.maxBatch()));
            while (batch.size() < limits.maxBatch() && !waiting.isEmpty()) batch.add(waiting.poll());
            return batch;
        }
    }

    private void run(List<Waiting<C, R>> batch) {
        var attempt = attempt(batch).onFailure().recoverWithNull();
        if (limits.gather().isPositive()) attempt = attempt.onItem().delayIt().by(limits.gather());
        attempt.subscribe().with(_ -> finished());
    }

    private void finished() {
        synchronized (waiting) {
            running--;
        }
        startBatches();
    }

    private Uni<Void> attempt(List<Waiting<C, R>> batch) {
        var commands = batch.stream().map(Waiting::command).toList();
        return Uni.createFrom()
                .deferred(() -> commit.apply(commands))
                .invoke(answers -> complete(batch, answers))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> failed(batch, failure));
    }

    private Uni<Void> failed(List<Waiting<C, R>> batch, Throwable failure) {
        if (batch.size() == 1 || !blamesContent.test(failure)) {
            batch.forEach(entry -> entry.answer().fail(failure));
            return Uni.createFrom().voidItem();
        }
        Uni<Void> oneByOne = Uni.createFrom().voidItem();
        for (var entry : batch) oneByOne = oneByOne.chain(() -> attempt(List.of(entry)));
        return oneByOne;
    }

    private static <C, R> void complete(List<Waiting<C, R>> batch, List<R> answers) {
        for (int i = 0; i < batch.size(); i++) batch.get(i).answer().complete(answers.get(i));
    }
}
