package io.bitchat.files.health;

import io.bitchat.files.store.StoreRoom;
import io.bitchat.kit.health.Probe.Result;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalLong;

/**
 * Gauges of the store: {@code bitchat.files.store.writable}, 1 if the last trial write succeeded, else 0; and its free
 * bytes, which a bucket does not tell.
 */
@ApplicationScoped
class StoreGauges {
    private final StoreProbe probe;
    private volatile double writable = Double.NaN;
    private volatile StoreRoom room = StoreRoom.UNKNOWN;

    StoreGauges(StoreProbe probe, MeterRegistry metrics) {
        this.probe = probe;
        Gauge.builder("bitchat.files.store.writable", () -> writable)
                .description("1 if the last trial write to the store succeeded")
                .register(metrics);
        Gauge.builder("bitchat.files.store.free", () -> bytes(room.free()))
                .description("free bytes of the disk, with the reserve")
                .baseUnit("bytes")
                .register(metrics);
        Gauge.builder("bitchat.files.store.room", () -> bytes(room.spare()))
                .description("bytes that chunks may take, without the reserve")
                .baseUnit("bytes")
                .register(metrics);
    }

    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> measure() {
        return probe.result().invoke(this::measured).replaceWithVoid();
    }

    private void measured(Result<StoreRoom> result) {
        switch (result) {
            case Result.Ready(var found) -> {
                writable = 1;
                room = found;
            }
            case Result.Failed<StoreRoom> _ -> {
                writable = 0;
                room = StoreRoom.UNKNOWN;
            }
        }
    }

    private static double bytes(OptionalLong known) {
        return known.isPresent() ? known.getAsLong() : Double.NaN;
    }
}
