package io.bitchat.files.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The S3 server that stores chunks if {@code bitchat.files.store} is {@code s3}. */
@ConfigMapping(prefix = "bitchat.files.s3")
public interface S3Config {
    /** URL of the server, such as {@code https://s3.example.org}. */
    Optional<URI> endpoint();

    /** The region that requests are signed for. */
    @WithDefault("us-east-1")
    String region();

    /** Bucket for all chunks; it should contain nothing else. */
    @WithDefault("bitchat-files")
    String bucket();

    /** Whether the bucket is created if it does not exist. */
    @WithDefault("true")
    boolean createBucket();

    /** Access key id of the credentials. */
    Optional<String> accessKey();

    /** Secret access key; {@code secret-key-file} is safer. */
    Optional<String> secretKey();

    /** File with the secret access key; takes precedence over {@code secret-key}. */
    Optional<Path> secretKeyFile();

    /** Whether the bucket's name is part of the path; otherwise it is part of the host name. */
    @WithDefault("true")
    boolean pathStyle();

    /**
     * Whether requests are signed with the SHA-256 of their payload; for servers that require it. A sealed chunk
     * authenticates itself anyway.
     */
    @WithDefault("false")
    boolean signPayload();

    /** Maximum number of connections; further requests wait for one. */
    @WithDefault("16")
    @Min(1)
    @Max(1_024)
    int connections();

    /** Maximum number of requests that wait for a connection; one more fails with 503. */
    @WithDefault("1024")
    @Min(0)
    int maxWaiting();

    /** Timeout for opening a connection. */
    @WithDefault("2s")
    Duration connectTimeout();

    /** Timeout for the complete response to a request. */
    @WithDefault("10s")
    Duration requestTimeout();

    /**
     * Maximum number of attempts of a request that fails for a temporary reason. {@code request-timeout} times this
     * number must not exceed 55 s.
     */
    @WithDefault("3")
    @Min(1)
    @Max(10)
    int attempts();
}
