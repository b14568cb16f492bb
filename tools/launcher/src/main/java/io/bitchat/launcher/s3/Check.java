package io.bitchat.launcher.s3;

import io.bitchat.s3.S3Error;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One check of an S3 server.
 *
 * @param needed whether the suite requires it
 * @param remedy what to do if it fails
 */
record Check(String name, boolean needed, String remedy, Trial trial) {
    /** Longer than any request with all its retries. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Runs the check, and returns a short observation. */
    @FunctionalInterface
    interface Trial {
        String run() throws Refuted, S3Error;
    }

    /** The server does not behave as required. */
    static final class Refuted extends Exception {
        private static final long serialVersionUID = 1L;

        Refuted(String message) {
            super(message);
        }
    }

    Outcome run() {
        long begin = System.nanoTime();
        try {
            return outcome(Outcome.Verdict.OK, trial.run(), begin, "");
        } catch (Refuted | S3Error e) {
            var verdict = needed ? Outcome.Verdict.FAILED : Outcome.Verdict.WARNING;
            return outcome(verdict, String.valueOf(e.getMessage()), begin, remedy);
        }
    }

    Outcome skipped() {
        return new Outcome(name, Outcome.Verdict.SKIPPED, "not tried", Duration.ZERO, "");
    }

    private Outcome outcome(Outcome.Verdict verdict, String detail, long begin, String what) {
        return new Outcome(name, verdict, detail, Duration.ofNanos(System.nanoTime() - begin), what);
    }

    static void require(boolean condition, String otherwise) throws Refuted {
        if (!condition) throw new Refuted(otherwise);
    }

    /** Waits for the result of a request. */
    static <T> T answer(CompletableFuture<T> request) throws S3Error {
        try {
            return request.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw S3Error.of(e);
        } catch (TimeoutException _) {
            throw S3Error.permanent("no answer within " + PATIENCE.toSeconds() + " s");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw S3Error.permanent("interrupted");
        }
    }

    /** Returns the error of a request that must fail. */
    static S3Error troubleOf(CompletableFuture<?> request, String otherwise) throws Refuted {
        try {
            answer(request);
        } catch (S3Error error) {
            return error;
        }
        throw new Refuted(otherwise);
    }
}
