package io.bitchat.kit.trace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Settings for spans of requests and events. */
@ConfigMapping(prefix = "bitchat.traces")
public interface TraceConfig {
    /**
     * URL of the collector, OTLP over HTTP, such as {@code http://collector:4318/v1/traces}; without it no spans are
     * created.
     */
    Optional<URI> endpoint();

    /** Interval at which finished spans are sent in a batch. */
    @WithDefault("1s")
    Duration delay();
}
