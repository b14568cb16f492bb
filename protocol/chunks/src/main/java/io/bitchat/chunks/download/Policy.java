package io.bitchat.chunks.download;

/**
 * The limits of a download. Times are in nanoseconds.
 *
 * @param parallel requests in flight at most
 * @param perSource the same, of one source
 * @param held chunks in flight, being verified and being stored at most: what a download has in memory
 * @param silence after which a request is given up
 * @param firstPause before a source that failed is asked again; doubles with each failure
 * @param maxPause the longest
 * @param maxFailures in a row, after which a source is not asked any more
 * @param wastePercent of the file that may come twice so that no slow source is waited for; one chunk may in any case
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

    /** Five in flight, eight in memory. */
    public static Policy defaults() {
        return ofParallel(5);
    }

    /** So many requests in flight, three more chunks in memory. */
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

    /** At least as many as may be in flight. */
    public Policy withHeld(int chunks) {
        return new Policy(parallel, perSource, chunks, silence, firstPause, maxPause, maxFailures, wastePercent);
    }

    public Policy withPerSource(int requests) {
        return new Policy(parallel, requests, held, silence, firstPause, maxPause, maxFailures, wastePercent);
    }

    /** Bytes that may come twice of a file. */
    long waste(long fileSize, int chunkSize) {
        return Math.max(fileSize / 100 * wastePercent, Math.min(fileSize, chunkSize));
    }
}
