package io.bitchat.s3;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Server, bucket, and settings for requests.
 *
 * @param endpoint scheme, host and optional port; nothing else
 * @param region region that requests are signed for
 * @param pathStyle whether the bucket's name is part of the path; otherwise it is part of the host name
 * @param signPayload whether requests are always signed with the SHA-256 of their bytes, even if these authenticate
 *     themselves
 */
public record S3Settings(
        URI endpoint,
        String region,
        String bucket,
        Credentials credentials,
        boolean pathStyle,
        boolean signPayload,
        Limits limits) {
    /** Naming rules that all servers have in common. */
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    /** Credentials of an account. */
    public record Credentials(String accessKey, String secretKey) {
        /** Omits the secret. */
        @Override
        public String toString() {
            return "credentials of " + accessKey;
        }
    }

    /**
     * Limits of requests.
     *
     * @param connections maximum number of connections, at least 1
     * @param waiting maximum number of requests that wait for a connection
     * @param connect timeout for opening a connection
     * @param request timeout of one attempt, from the first byte to the last
     * @param attempts maximum number of attempts of a request with temporary failures, at least 1
     */
    public record Limits(int connections, int waiting, Duration connect, Duration request, int attempts) {
        /** Limits that the services use. */
        public static final Limits STANDARD = new Limits(16, 1_024, Duration.ofSeconds(2), Duration.ofSeconds(10), 3);

        public Limits withRequest(Duration other) {
            return new Limits(connections, waiting, connect, other, attempts);
        }

        public Limits withAttempts(int other) {
            return new Limits(connections, waiting, connect, request, other);
        }
    }

    /** @throws IllegalArgumentException with a one-line message, if the endpoint or the bucket is invalid */
    public S3Settings {
        if (!isPlain(endpoint)) {
            throw new IllegalArgumentException(
                    "endpoint must be http:// or https:// with a host, and no path or password");
        }
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException(
                    "bucket must be 3 to 63 of a-z, 0-9, '.' and '-', and not '" + bucket + "'");
        }
    }

    /** Settings with {@code signPayload} off. */
    public S3Settings(
            URI endpoint, String region, String bucket, Credentials credentials, boolean pathStyle, Limits limits) {
        this(endpoint, region, bucket, credentials, pathStyle, false, limits);
    }

    private static boolean isPlain(URI endpoint) {
        return ("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))
                && endpoint.getHost() != null
                && endpoint.getUserInfo() == null
                && endpoint.getQuery() == null
                && (endpoint.getPath().isEmpty() || endpoint.getPath().equals("/"));
    }

    public S3Settings withLimits(Limits other) {
        return new S3Settings(endpoint, region, bucket, credentials, pathStyle, signPayload, other);
    }

    public S3Settings withCredentials(Credentials other) {
        return new S3Settings(endpoint, region, bucket, other, pathStyle, signPayload, limits);
    }

    public S3Settings withBucket(String other) {
        return new S3Settings(endpoint, region, other, credentials, pathStyle, signPayload, limits);
    }

    public S3Settings withEndpoint(URI other) {
        return new S3Settings(other, region, bucket, credentials, pathStyle, signPayload, limits);
    }

    public S3Settings withSignPayload(boolean other) {
        return new S3Settings(endpoint, region, bucket, credentials, pathStyle, other, limits);
    }
}
