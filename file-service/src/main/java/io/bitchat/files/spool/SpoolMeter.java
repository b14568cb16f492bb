package io.bitchat.files.spool;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gauge {@code bitchat.transfers.spool.bytes} with the tag {@code tier}: memory that chunks of running transfers use. And
 * the counter {@code bitchat.transfers.spool.files}: files made in the folder.
 */
final class SpoolMeter {
    /** Where a spool keeps its chunks. */
    enum Tier {
        MEMORY,
        FOLDER,
        STORE
    }

    private final Map<Tier, AtomicLong> bytes = new EnumMap<>(Tier.class);
    private final Counter files;

    SpoolMeter(MeterRegistry metrics) {
        for (var tier : Tier.values()) {
            var used = new AtomicLong();
            bytes.put(tier, used);
            Gauge.builder("bitchat.transfers.spool.bytes", used, AtomicLong::get)
                    .tag("tier", tier.name().toLowerCase(Locale.ROOT))
                    .description("memory that chunks of running transfers use")
                    .baseUnit("bytes")
                    .register(metrics);
        }
        files = Counter.builder("bitchat.transfers.spool.files")
                .description("files made for running transfers in the folder")
                .register(metrics);
    }

    /** Counts memory, and takes it only if all of this tier is then within the limit. */
    boolean take(Tier tier, long more, long limit) {
        var used = used(tier);
        long now;
        do {
            now = used.get();
            if (more > limit - now) return false;
        } while (!used.compareAndSet(now, now + more));
        return true;
    }

    /** Counts memory that is used from now on, or not any more if negative. */
    void add(Tier tier, long more) {
        used(tier).addAndGet(more);
    }

    void fileMade() {
        files.increment();
    }

    private AtomicLong used(Tier tier) {
        return bytes.computeIfAbsent(tier, _ -> new AtomicLong());
    }
}
