package io.bitchat.files.fetch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How files are pulled from other sites. */
@ConfigMapping(prefix = "bitchat.files.fetch")
public interface FetchConfig {
    /**
     * Where files may be fetched from: names of hosts, addresses, ranges such as 10.0.0.0/8, or {@code *} for every public
     * address. Nowhere if it is empty, but from this machine in {@code open} mode.
     */
    Optional<List<String>> from();

    /** Chunks of a file that are in flight at once. */
    @WithDefault("5")
    @Min(1)
    @Max(32)
    int parallel();

    /** Files that this site fetches at once; others wait. */
    @WithDefault("2")
    @Positive
    int running();

    /** Files that are fetched or wait for it; one more is answered with 429. */
    @WithDefault("20")
    @Positive
    int queued();

    /** The same for one peer, so that nobody takes all places; one more is answered with 429. */
    @WithDefault("5")
    @Positive
    int queuedOfOne();

    /** Another replica goes on with a fetch of which nothing was heard for so long. */
    @WithDefault("10s")
    Duration lease();

    /** A fetch whose sources do not have everything is tried again after so long. */
    @WithDefault("1m")
    Duration retry();

    /** How often in a row. */
    @WithDefault("60")
    @Positive
    int attempts();
}
