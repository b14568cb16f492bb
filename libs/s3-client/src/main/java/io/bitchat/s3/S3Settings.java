package io.bitchat.s3;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Which bucket of which server, and how it is spoken to.
 *
 * @param endpoint scheme, host and perhaps port; nothing else
 * @param region that requests are signed for
 * @param pathStyle whether the bucket's name stands in the path; otherwise before the host's name
 * @param signPayload whether a request is always signed with the SHA-256 of its bytes, even where they prove themselves
 */
public record S3Settings(
        URI endpoint,
        String region,
        String bucket,
        Credentials credentials,
        boolean pathStyle,
        boolean signPayload,
        Limits limits) {
    /** The rules for names that all servers agree on. */
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    /** Who asks. */
    public record Credentials(String accessKey, String secretKey) {
        /** Without the secret. */
        @Override
        public String toString() {
            return "credentials of " + accessKey;
        }
    }

    /**
     * What requests may take.
     *
     * @param connections at a time, at least 1
     * @param waiting requests that may wait for a connection
     * @param connect until a connection is there
     * @param request one attempt, from the first byte to the last
     * @param attempts of a request that fails for what may pass, at least 1
     */
    public record Limits(int connections, int waiting, Duration connect, Duration request, int attempts) {
        /** Those of the services. */
        public static final Limits STANDARD = new Limits(16, 1_024, Duration.ofSeconds(2), Duration.ofSeconds(10), 3);

        public Limits withRequest(Duration other) {
            return new Limits(connections, waiting, connect, other, attempts);
        }

        public Limits withAttempts(int other) {
            return new Limits(connections, waiting, connect, request, other);
        }
    }

    /** @throws IllegalArgumentException in one line, where endpoint or bucket are none */
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

    /** The same with bytes that are not signed where they prove themselves. */
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
