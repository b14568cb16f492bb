package io.bitchat.s3;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Retries after temporary failures, with exponential backoff and jitter. */
final class Attempts {
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private Attempts() {}

    /** The first success, or the last failure; every failure is an {@link S3Error}. */
    static <T> CompletableFuture<T> of(int attempts, Supplier<CompletableFuture<T>> request) {
        return attempt(1, attempts, request);
    }

    private static <T> CompletableFuture<T> attempt(int number, int attempts, Supplier<CompletableFuture<T>> request) {
        return request.get()
                .handle((answer, failure) -> failure == null
                        ? CompletableFuture.completedFuture(answer)
                        : after(S3Error.of(failure), number, attempts, request))
                .thenCompose(next -> next);
    }

    private static <T> CompletableFuture<T> after(
            S3Error error, int number, int attempts, Supplier<CompletableFuture<T>> request) {
        if (error.kind() != S3Error.Kind.RETRYABLE || number == attempts) return CompletableFuture.failedFuture(error);
        var later = CompletableFuture.delayedExecutor(pauseAfter(number), TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(() -> attempt(number + 1, attempts, request), later)
                .thenCompose(next -> next);
    }

    /** Random pause of 50 to 100 % of the current backoff. */
    private static long pauseAfter(int number) {
        long longest = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << (number - 1));
        return ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
    }
}
