package io.bitchat.kit.limit;

import io.bitchat.kit.time.Ids;
import java.time.InstantSource;

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
        var config = new Limits(true, requests, anonymousRequests, 1, failures, 100);
        var clock = InstantSource.system();
        var budgets = new SharedBudgets(config, new Ids(clock));
        return new RequestLimits(config, new PeerLimits(config, budgets, (_, _) -> {}, clock));
    }
}
