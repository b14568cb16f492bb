package io.bitchat.bench.load;

import io.bitchat.bench.Refused;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Lets the command's thread wait for the event loop. */
public final class Await {
    private Await() {}

    public static <T> T result(Future<T> future, Duration atMost) {
        return result(future.toCompletionStage().toCompletableFuture(), atMost);
    }

    /** Runs work on the event loop, which owns all shared state, and waits for the result. */
    public static <T> T onLoop(io.vertx.core.Context loop, Supplier<T> work) {
        var done = new CompletableFuture<T>();
        loop.runOnContext(_ -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        return result(done, Duration.ofSeconds(30));
    }

    /** Polls the condition every 50 ms. */
    public static boolean until(Supplier<Boolean> condition, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.get()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause(Duration.ofMillis(50));
        }
        return true;
    }

    public static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Refused("interrupted");
        }
    }

    private static <T> T result(CompletableFuture<T> future, Duration atMost) {
        try {
            return future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new Refused("the suite failed during the measurement: " + e.getCause());
        } catch (TimeoutException _) {
            throw new Refused("no answer within " + atMost.toSeconds() + " s; see ./bitchat status");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Refused("interrupted");
        }
    }
}
