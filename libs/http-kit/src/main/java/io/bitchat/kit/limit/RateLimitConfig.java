package io.bitchat.kit.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;

/**
 * Rate limits of callers. The limits of a peer hold over all services and replicas; those of an address are counted by
 * each replica separately.
 */
@ConfigMapping(prefix = "bitchat.rate-limit")
public interface RateLimitConfig {
    /** Switches every rate limit on or off. */
    @WithDefault("true")
    boolean enabled();

    /** Maximum requests per minute of a peer, over all services. */
    @WithDefault("100")
    @Positive
    int requestsPerMinute();

    /** Maximum requests per minute from one address by callers without a token; many callers may share an address. */
    @WithDefault("6000")
    @Positive
    int anonymousRequestsPerMinute();

    /**
     * Maximum registrations, challenges and token requests per minute from one address, before the caller is
     * authenticated.
     */
    @WithDefault("600")
    @Positive
    int newcomerRequestsPerMinute();

    /**
     * Maximum invalid tokens per minute from one address. Beyond it, only tokens already verified are accepted from
     * there.
     */
    @WithDefault("600")
    @Positive
    int failedAuthenticationsPerMinute();

    /** Maximum number of callers in memory. The least recently used one is dropped first, and then starts anew. */
    @WithDefault("100000")
    @Positive
    int maxCallers();
}
