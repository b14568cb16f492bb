package io.bitchat.jobs.probe;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts of times in whole milliseconds; as large as the number of different times. Thread-safe. */
final class Times {
    private final ConcurrentSkipListMap<Long, AtomicLong> counts = new ConcurrentSkipListMap<>();

    void add(long millis) {
        counts.computeIfAbsent(millis, _ -> new AtomicLong()).incrementAndGet();
    }

    long count() {
        return counts.values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** The time that this share of all does not exceed, by the nearest-rank method; 0 if there is none. */
    long percentile(double share) {
        long rank = (long) Math.ceil(count() * share);
        long seen = 0;
        for (var entry : counts.entrySet()) {
            seen += entry.getValue().get();
            if (seen >= rank) return entry.getKey();
        }
        return 0;
    }

    /** The longest time; 0 if there is none. */
    long longest() {
        return counts.isEmpty() ? 0 : counts.lastKey();
    }
}
