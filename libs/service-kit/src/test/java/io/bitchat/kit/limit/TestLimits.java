package io.bitchat.kit.limit;

/** Request limits for tests of other packages. */
public final class TestLimits {
    private TestLimits() {}

    private record Limits(
            boolean enabled,
            int requestsPerMinute,
            int anonymousRequestsPerMinute,
            int newcomerRequestsPerMinute,
            int failedAuthenticationsPerMinute,
            int maxCallers)
            implements RateLimitConfig {}

    /** Limits per minute: of a peer, of an address without a token, and of failed authentications of an address. */
    public static RequestLimits of(int requests, int anonymousRequests, int failures) {
        return new RequestLimits(new Limits(true, requests, anonymousRequests, 1, failures, 100));
    }
}
