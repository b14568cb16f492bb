package io.bitchat.files.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The S3 server that keeps chunks where {@code bitchat.files.store} is {@code s3}. */
@ConfigMapping(prefix = "bitchat.files.s3")
public interface S3Config {
    /** Where the server answers, such as {@code https://s3.example.org}. */
    Optional<URI> endpoint();

    /** The region that requests are signed for. */
    @WithDefault("us-east-1")
    String region();

    /** The bucket for all chunks; nothing else should lie in it. */
    @WithDefault("bitchat-files")
    String bucket();

    /** Whether the bucket is made where it is missing. */
    @WithDefault("true")
    boolean createBucket();

    /** Name of the credentials. */
    Optional<String> accessKey();

    /** Their secret; better in a file. */
    Optional<String> secretKey();

    /** File with the secret, which wins over {@code secret-key}. */
    Optional<Path> secretKeyFile();

    /** Whether the bucket's name stands in the path; otherwise it stands before the host's name. */
    @WithDefault("true")
    boolean pathStyle();

    /** Whether requests are signed with the SHA-256 of a chunk, which proves itself anyway; for servers that insist. */
    @WithDefault("false")
    boolean signPayload();

    /** Connections at a time; further requests wait for one. */
    @WithDefault("16")
    @Min(1)
    @Max(1_024)
    int connections();

    /** Requests that may wait for a connection; one more fails, which is answered with 503. */
    @WithDefault("1024")
    @Min(0)
    int maxWaiting();

    /** A connection that is not made after this long has failed. */
    @WithDefault("2s")
    Duration connectTimeout();

    /** A request that is not answered whole after this long has failed. */
    @WithDefault("10s")
    Duration requestTimeout();

    /** How often a request is made that fails for what may pass; all of it has to fit into a minute. */
    @WithDefault("3")
    @Min(1)
    @Max(10)
    int attempts();
}
