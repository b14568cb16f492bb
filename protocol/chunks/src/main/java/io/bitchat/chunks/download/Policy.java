package io.bitchat.chunks.download;

/**
 * Limits of a download. Times are in nanoseconds.
 *
 * @param parallel maximum number of requests in flight
 * @param perSource maximum number of requests in flight at one source
 * @param held maximum number of chunks in flight, being verified and being stored; bounds the memory of a download
 * @param silence time without data after which a request is given up
 * @param firstPause pause before a source that failed is asked again; doubles with each failure
 * @param maxPause maximum pause
 * @param maxFailures number of failures in a row after which a source is not asked any more
 * @param wastePercent share of the file that may be received twice, so that no slow source is waited for; at least one
 *     chunk may be
 */
public record Policy(
        int parallel,
        int perSource,
        int held,
        long silence,
        long firstPause,
        long maxPause,
        int maxFailures,
        int wastePercent) {
    private static final long SECOND = 1_000_000_000L;

    public Policy {
        if (parallel < 1 || perSource < 1 || held < parallel || maxFailures < 1) {
            throw new IllegalArgumentException("a download that may do nothing");
        }
        if (silence < 1 || firstPause < 1 || maxPause < firstPause || wastePercent < 0 || wastePercent > 100) {
            throw new IllegalArgumentException("times and shares must be positive");
        }
    }

    /** Five requests in flight, eight chunks in memory. */
    public static Policy defaults() {
        return ofParallel(5);
    }

    /** So many requests in flight, and three more chunks in memory. */
    public static Policy ofParallel(int parallel) {
        return new Policy(parallel, parallel, parallel + 3, 10 * SECOND, SECOND / 2, 30 * SECOND, 6, 2);
    }

    public Policy withSilence(long nanos) {
        return new Policy(parallel, perSource, held, nanos, firstPause, maxPause, maxFailures, wastePercent);
    }

    public Policy withPauses(long first, long max) {
        return new Policy(parallel, perSource, held, silence, first, max, maxFailures, wastePercent);
    }

    public Policy withMaxFailures(int failures) {
        return new Policy(parallel, perSource, held, silence, firstPause, maxPause, failures, wastePercent);
    }

    /** A copy with another {@code held}, which must be at least {@code parallel}. */
    public Policy withHeld(int chunks) {
        return new Policy(parallel, perSource, chunks, silence, firstPause, maxPause, maxFailures, wastePercent);
    }

    public Policy withPerSource(int requests) {
        return new Policy(parallel, requests, held, silence, firstPause, maxPause, maxFailures, wastePercent);
    }

    /** Number of bytes of a file that may be received twice. */
    long waste(long fileSize, int chunkSize) {
        return Math.max(fileSize / 100 * wastePercent, Math.min(fileSize, chunkSize));
    }
}
