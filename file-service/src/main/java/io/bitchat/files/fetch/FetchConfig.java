package io.bitchat.files.fetch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings for fetching files from other sites. */
@ConfigMapping(prefix = "bitchat.files.fetch")
public interface FetchConfig {
    /**
     * Hosts that files may be fetched from: host names, addresses, ranges such as 10.0.0.0/8, or {@code *} for every
     * public address. If empty, nothing is fetched, except from this machine in {@code open} mode.
     */
    Optional<List<String>> from();

    /** Maximum number of chunks of a file in flight at once. */
    @WithDefault("5")
    @Min(1)
    @Max(32)
    int parallel();

    /** Maximum number of files that this site fetches at once; others wait. */
    @WithDefault("2")
    @Positive
    int running();

    /** Maximum number of files that are fetched or wait for it; one more is rejected with 429. */
    @WithDefault("20")
    @Positive
    int queued();

    /** Maximum number of such files for one peer, so that no peer takes all places; one more is rejected with 429. */
    @WithDefault("5")
    @Positive
    int queuedOfOne();

    /** Time without a renewal after which another replica takes over a fetch. */
    @WithDefault("10s")
    Duration lease();

    /** Delay before a fetch is tried again, for example because its sources lack chunks. */
    @WithDefault("1m")
    Duration retry();

    /** Maximum number of attempts; after the last one the fetch fails. */
    @WithDefault("60")
    @Positive
    int attempts();
}
