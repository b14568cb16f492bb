package io.bitchat.kit.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;

/** How much one caller may ask for. Each replica counts for itself. */
@ConfigMapping(prefix = "bitchat.rate-limit")
public interface RateLimitConfig {
    /** Switches every rate limit on or off. */
    @WithDefault("true")
    boolean enabled();

    /** Requests a caller may make in a minute. */
    @WithDefault("100")
    @Positive
    int requestsPerMinute();

    /** Requests a minute from one address by callers that do not say who they are; many may share an address. */
    @WithDefault("6000")
    @Positive
    int anonymousRequestsPerMinute();

    /** Registrations, challenges and tokens a minute for one address: who asks for them has proven nothing yet. */
    @WithDefault("600")
    @Positive
    int newcomerRequestsPerMinute();

    /** Tokens that are not good, in a minute from one address; beyond it no token that is new is looked at. */
    @WithDefault("600")
    @Positive
    int failedAuthenticationsPerMinute();

    /** Callers remembered; the least recent one is forgotten first and starts anew. */
    @WithDefault("100000")
    @Positive
    int maxCallers();
}
