package io.bitchat.files.transfer.live;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** Metrics of transfers in rooms. */
@Singleton
public class TransferMetrics {
    private final MeterRegistry metrics;
    private final AtomicInteger running = new AtomicInteger();
    private final Counter in;
    private final Counter out;
    private final Timer cleaned;

    TransferMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
        metrics.gauge("bitchat.transfers.running", running);
        in = metrics.counter("bitchat.transfers.bytes", "direction", "in");
        out = metrics.counter("bitchat.transfers.bytes", "direction", "out");
        cleaned = metrics.timer("bitchat.transfers.cleanup");
    }

    void begun() {
        running.incrementAndGet();
    }

    /** @param status how it ended, as clients see it */
    void ended(String status) {
        running.decrementAndGet();
        metrics.counter("bitchat.transfers.ended", "status", status).increment();
    }

    void received(int bytes) {
        in.increment(bytes);
    }

    /** Bytes of a chunk were sent to a receiver. */
    public void sent(int bytes) {
        out.increment(bytes);
    }

    /** Time from the end of a transfer until nothing of its spool is left. */
    Timer.Sample cleaning() {
        return Timer.start(metrics);
    }

    void cleaned(Timer.Sample sample) {
        sample.stop(cleaned);
    }
}
