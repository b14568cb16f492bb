package io.bitchat.kit.trace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where the spans of requests and events go. */
@ConfigMapping(prefix = "bitchat.traces")
public interface TraceConfig {
    /** OTLP over HTTP, such as {@code http://collector:4318/v1/traces}; without it no spans are made. */
    Optional<URI> endpoint();

    /** Finished spans are sent together after this long. */
    @WithDefault("1s")
    Duration delay();
}
