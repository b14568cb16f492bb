package io.bitchat.s3;

import io.bitchat.retry.Backoff;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Retries after temporary failures, with exponential backoff and jitter. */
final class Attempts {
    private static final Backoff BACKOFF = Backoff.ofMillis(100, 1_000);

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
        var later = CompletableFuture.delayedExecutor(BACKOFF.millisAfter(number), TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(() -> attempt(number + 1, attempts, request), later)
                .thenCompose(next -> next);
    }
}
