package io.bitchat.transport.outbox;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Remembers something about recent messages: a bounded number of them, for a bounded time, the oldest go first. */
final class Recent<K, V> {
    private final int max;
    private final Duration keep;
    private final LinkedHashMap<K, Remembered<V>> byKey = new LinkedHashMap<>();

    private record Remembered<V>(V value, Instant at) {}

    Recent(int max, Duration keep) {
        this.max = max;
        this.keep = keep;
    }

    @Nullable
    V get(K key) {
        var found = byKey.get(key);
        return found == null ? null : found.value();
    }

    void put(K key, V value, Instant at) {
        byKey.remove(key);
        byKey.put(key, new Remembered<>(value, at));
        if (byKey.size() > max) byKey.pollFirstEntry();
        forget(at);
    }

    void forget(Instant now) {
        var oldest = now.minus(keep);
        while (!byKey.isEmpty() && byKey.firstEntry().getValue().at().isBefore(oldest)) byKey.pollFirstEntry();
    }

    int size() {
        return byKey.size();
    }
}
