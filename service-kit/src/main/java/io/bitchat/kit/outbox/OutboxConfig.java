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

    /** The table is looked at after this long even when nobody has called; a call normally comes with each commit. */
    @WithDefault("2s")
    Duration idle();

    /** How often a replica that does not lead asks whether it may. */
    @WithDefault("1s")
    Duration standby();
}
