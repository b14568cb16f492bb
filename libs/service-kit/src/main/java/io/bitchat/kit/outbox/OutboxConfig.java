package io.bitchat.kit.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.time.Duration;

/** Settings for publishing stored events to Kafka. */
@ConfigMapping(prefix = "bitchat.outbox")
public interface OutboxConfig {
    /** Whether this replica publishes events; of those that do, one leads at a time. */
    @WithDefault("true")
    boolean enabled();

    /** Maximum number of events that are read, published and deleted together. */
    @WithDefault("500")
    @Positive
    @Max(10_000)
    int batch();

    /**
     * Size in bytes at which a batch ends; the event that reaches it is the last one. Limits memory, because the whole
     * batch is in flight to Kafka.
     */
    @WithDefault("4194304")
    @Positive
    @Max(67_108_864)
    long batchBytes();

    /**
     * Pause after a publication, in which further commits gather for the next one. It is 100ms in file-service, whose
     * events report progress.
     */
    @WithDefault("20ms")
    Duration gather();

    /** Interval at which the table is read without a notification; normally each commit sends one. */
    @WithDefault("1s")
    Duration idle();

    /** Interval at which a replica that does not lead tries to take the lead. */
    @WithDefault("1s")
    Duration standby();
}
