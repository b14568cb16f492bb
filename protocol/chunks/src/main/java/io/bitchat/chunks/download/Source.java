package io.bitchat.chunks.download;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** State of one source. */
final class Source {
    private static final double ANSWER_WEIGHT = 0.3;
    private static final long MAX_LEAD_NANOS = 100_000_000;
    private static final long MAX_GUESS_NANOS = 100_000_000;
    /** Allowance for late timers of the driver, in nanoseconds. */
    private static final long TIMER_NANOS = 1_000_000;

    final String name;
    final Rate rate = new Rate();
    final Map<Integer, Request> requests = new LinkedHashMap<>();
    BitSet holds = new BitSet();
    /**
     * Whether it has sent a valid chunk since it was first added or last paused; until then it gets one request at a
     * time.
     */
    boolean proven;

    boolean lying;
    boolean givenUp;
    String reason = "";
    int chunks;
    long bytes;
    int failures;
    int misses;
    private double answersAfter = 4e6;
    private boolean paused;
    private long pausedUntil;

    Source(String name) {
        this.name = name;
    }

    /** Whether the source is neither lying nor given up. */
    boolean isUsable() {
        return !lying && !givenUp;
    }

    boolean isPaused(long now) {
        if (paused && now - pausedUntil >= 0) paused = false;
        return paused;
    }

    void pause(long until) {
        paused = true;
        pausedUntil = until;
        proven = false;
    }

    /** The source was added again: its failures are forgotten, its rate is not. */
    void revive() {
        givenUp = false;
        paused = false;
        failures = 0;
        misses = 0;
    }

    void succeeded(int length) {
        proven = true;
        failures = 0;
        misses = 0;
        chunks++;
        bytes += length;
        reason = "";
    }

    /** Records that a response began so many nanoseconds after the request. */
    void answered(long after) {
        answersAfter += ANSWER_WEIGHT * (Math.min(after, MAX_LEAD_NANOS) - answersAfter);
    }

    /**
     * Time before the source becomes idle at which it must get its next request, in nanoseconds, so that it never is.
     */
    double lead() {
        return answersAfter * 1.25 + TIMER_NANOS;
    }

    boolean mayBeAsked(Policy policy, long now) {
        if (!isUsable() || isPaused(now)) return false;
        return proven ? inFlight() < policy.perSource() : requests.isEmpty();
    }

    int inFlight() {
        int count = 0;
        for (var request : requests.values()) if (!request.arrived) count++;
        return count;
    }

    /** Number of bytes still to be received. */
    long backlog() {
        long sum = 0;
        for (var request : requests.values()) sum += request.remaining();
        return sum;
    }

    /** Nanoseconds until the source is idle, with an estimate for bytes that arrived since the last report. */
    double drain(long now) {
        return Math.max(0, seconds(0, now) * 1e9 - untold(now));
    }

    /** Time since the last report, in nanoseconds, up to a limit. */
    double untold(long now) {
        return Math.min(rate.since(now), MAX_GUESS_NANOS);
    }

    /** Seconds until the source would have sent {@code bytes} more. */
    double seconds(long bytes, long now) {
        return (backlog() + bytes) / rate.perSecond(now);
    }

    /** Number of further chunks that it could send within these seconds. */
    long chunksWithin(double seconds, int chunkSize, long now) {
        return (long) Math.max(0, (seconds * rate.perSecond(now) - backlog()) / chunkSize);
    }
}
