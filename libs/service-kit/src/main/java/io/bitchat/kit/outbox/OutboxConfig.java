package io.bitchat.kit.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.time.Duration;

/** How stored events get to Kafka. */
@ConfigMapping(prefix = "bitchat.outbox")
public interface OutboxConfig {
    /** Whether this replica publishes; one of those that do leads at a time. */
    @WithDefault("true")
    boolean enabled();

    /** Events read, published and removed together. */
    @WithDefault("500")
    @Positive
    @Max(10_000)
    int batch();

    /**
     * Bytes of events read together; one that is longer is read alone. Counts for memory: what is read is on its way to Kafka
     * as a whole.
     */
    @WithDefault("4194304")
    @Positive
    @Max(67_108_864)
    long batchBytes();

    /**
     * After a publication the next one waits this long, so that what commits meanwhile shares it; 100ms in file-service, whose
     * facts are progress.
     */
    @WithDefault("20ms")
    Duration gather();

    /** The table is looked at after this long even when nobody has called; a call normally follows each commit. */
    @WithDefault("1s")
    Duration idle();

    /** How often a replica that does not lead asks whether it may. */
    @WithDefault("1s")
    Duration standby();
}
