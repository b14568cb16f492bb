package io.bitchat.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Durations of one kind; microseconds inside, milliseconds outside. Not for several threads. */
final class Latencies {
    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(2);
    private final Histogram micros = new Histogram(HIGHEST_MICROS, 3);

    /** Counts from the moment the work was due, so that a stalled suite cannot hide the requests it held up. */
    void since(long dueNanos) {
        record(System.nanoTime() - dueNanos);
    }

    void record(long nanos) {
        micros.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanos), 0, HIGHEST_MICROS));
    }

    /** Milliseconds that this percentage of all durations does not exceed; 0 without any. */
    double percentile(double percent) {
        return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percent) / 1_000.0;
    }

    void addAll(Latencies others) {
        micros.add(others.micros);
    }

    long count() {
        return micros.getTotalCount();
    }
}
