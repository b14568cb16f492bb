package io.bitchat.messages.fanout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Batch sizes, and latencies of group messages measured from their acceptance into the group. */
@ApplicationScoped
class FanOutMetrics {
    private final InstantSource clock;
    private final DistributionSummary batches;
    private final DistributionSummary recipients;
    private final Counter renamed;
    private final Timer toCommit;
    private final Timer toLastPush;

    FanOutMetrics(MeterRegistry metrics, InstantSource clock) {
        this.clock = clock;
        this.batches = DistributionSummary.builder("bitchat.fanout.batch")
                .description("group messages in one transaction")
                .register(metrics);
        this.recipients = DistributionSummary.builder("bitchat.fanout.recipients")
                .description("recipients of a group message")
                .register(metrics);
        this.renamed = Counter.builder("bitchat.fanout.renamed")
                .description("group messages whose id another message had")
                .register(metrics);
        this.toCommit = timer(metrics, "bitchat.fanout.commit", "from the event's time to the commit of the fan-out");
        this.toLastPush = timer(metrics, "bitchat.fanout.push", "from the event's time to the last socket here");
    }

    private static Timer timer(MeterRegistry metrics, String name, String description) {
        return Timer.builder(name)
                .description(description)
                .publishPercentiles(0.5, 0.95, 0.99)
                .register(metrics);
    }

    void committed(FanOutBatch batch) {
        batches.record(batch.messages().size());
        for (var told : batch.messages()) {
            recipients.record(told.event().recipients().size());
            toCommit.record(since(told.event().at()));
        }
    }

    void renamed(int messages) {
        renamed.increment(messages);
    }

    void pushed(Instant at) {
        toLastPush.record(since(at));
    }

    private Duration since(Instant at) {
        return Duration.between(at, clock.instant());
    }
}
