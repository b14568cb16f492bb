package io.bitchat.chunks.download;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is known of one source. */
final class Source {
    private static final double ANSWER_WEIGHT = 0.3;
    private static final long MAX_LEAD_NANOS = 100_000_000;
    private static final long MAX_GUESS_NANOS = 100_000_000;
    /** What a driver's timers are late. */
    private static final long TIMER_NANOS = 1_000_000;

    final String name;
    final Rate rate = new Rate();
    final Map<Integer, Request> requests = new LinkedHashMap<>();
    BitSet holds = new BitSet();
    /** It sent a right chunk since it was added or failed; until then it gets one request at a time. */
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

    /** Whether it is worth waiting for. */
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

    /** Added anew: what it failed before is forgotten, not what it is like. */
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

    /** It began to answer what it was asked so many nanoseconds before. */
    void answered(long after) {
        answersAfter += ANSWER_WEIGHT * (Math.min(after, MAX_LEAD_NANOS) - answersAfter);
    }

    /** How long before it has nothing to do it must be asked, in nanoseconds, so that it always has. */
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

    /** Bytes that are to come. */
    long backlog() {
        long sum = 0;
        for (var request : requests.values()) sum += request.remaining();
        return sum;
    }

    /** Nanoseconds until it has nothing to do; what has come since it was last told of is guessed. */
    double drain(long now) {
        return Math.max(0, seconds(0, now) * 1e9 - untold(now));
    }

    /** For how long what has come is not known yet, nanoseconds. */
    double untold(long now) {
        return Math.min(rate.since(now), MAX_GUESS_NANOS);
    }

    /** Seconds until it would have sent so many bytes more. */
    double seconds(long bytes, long now) {
        return (backlog() + bytes) / rate.perSecond(now);
    }

    /** How many more chunks it could send within these seconds. */
    long chunksWithin(double seconds, int chunkSize, long now) {
        return (long) Math.max(0, (seconds * rate.perSecond(now) - backlog()) / chunkSize);
    }
}
