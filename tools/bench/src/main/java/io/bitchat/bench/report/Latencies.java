package io.bitchat.bench.report;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** A histogram of durations; microseconds inside, milliseconds outside. Not thread-safe. */
public final class Latencies {
    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(2);
    private final Histogram micros = new Histogram(HIGHEST_MICROS, 3);

    /** Counts from the due time, so that a stalled suite cannot hide the requests it delayed (coordinated omission). */
    public void since(long dueNanos) {
        record(System.nanoTime() - dueNanos);
    }

    void record(long nanos) {
        micros.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 0, HIGHEST_MICROS));
    }

    /** This percentile in milliseconds; 0 without values. */
    public double percentile(double percent) {
        return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percent) / 1_000.0;
    }

    public void addAll(Latencies others) {
        micros.add(others.micros);
    }

    public long count() {
        return micros.getTotalCount();
    }
}
