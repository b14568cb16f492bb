package io.bitchat.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that moves only when a test moves it. Safe for use by several threads. */
public final class ManualClock implements InstantSource {
    private Instant now;

    private ManualClock(Instant start) {
        now = start;
    }

    public static ManualClock at(Instant start) {
        return new ManualClock(start);
    }

    /** Starts at an instant in ISO-8601, such as {@code 2026-01-01T00:00:00Z}. */
    public static ManualClock at(String start) {
        return new ManualClock(Instant.parse(start));
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** Moves forward, or back with a negative duration; returns the new time. */
    public synchronized Instant advance(Duration by) {
        now = now.plus(by);
        return now;
    }

    public synchronized void set(Instant instant) {
        now = instant;
    }
}
