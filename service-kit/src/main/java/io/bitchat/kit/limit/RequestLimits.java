package io.bitchat.kit.limit;

import jakarta.enterprise.context.ApplicationScoped;

/** The limit on requests per caller. */
@ApplicationScoped
public class RequestLimits {
    private final boolean enabled;
    private final RateLimit requests;

    RequestLimits(RateLimitConfig config) {
        this.enabled = config.enabled();
        this.requests = new RateLimit(
                "requests",
                caller -> caller.startsWith("address:")
                        ? config.anonymousRequestsPerMinute()
                        : config.requestsPerMinute(),
                config.maxCallers());
    }

    /** Counts a request of {@code caller}, or throws a 429. */
    public void charge(String caller) {
        if (enabled) requests.charge(caller);
    }
}
