package io.bitchat.kit.limit;

import io.bitchat.kit.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * Request limits of callers. An authenticated or trusted peer is counted as that peer. Before that the address is
 * counted, so that nobody can use up a peer's limit by claiming its name.
 */
@ApplicationScoped
public class RequestLimits {
    private final boolean enabled;
    private final PeerLimits peers;
    private final RateLimit addresses;
    private final RateLimit newcomers;
    private final RateLimit failures;

    RequestLimits(RateLimitConfig config, PeerLimits peers) {
        this.enabled = config.enabled();
        this.peers = peers;
        this.addresses = new RateLimit(
                "requests from this address", _ -> config.anonymousRequestsPerMinute(), config.maxCallers());
        this.newcomers = new RateLimit(
                "registrations and sign-ins from this address",
                _ -> config.newcomerRequestsPerMinute(),
                config.maxCallers());
        this.failures = new RateLimit(
                "failed authentications from this address",
                _ -> config.failedAuthenticationsPerMinute(),
                config.maxCallers());
    }

    /** Counts a request of a peer; throws a 429 {@link Problem} over the limit. */
    public void chargePeer(String peerId) {
        peers.chargeRequest(peerId);
    }

    /** Counts a request without a proven name; throws a 429 {@link Problem} over the limit. */
    public void chargeAddress(ClientAddress address) {
        if (enabled) addresses.charge(address.key());
    }

    /** Counts a registration or a step of signing in; throws a 429 {@link Problem} over the limit. */
    public void chargeNewcomer(ClientAddress address) {
        if (enabled) newcomers.charge(address.key());
    }

    /** Counts a failed authentication. */
    public void noteFailure(ClientAddress address) {
        if (enabled) failures.tryCharge(address.key());
    }

    /** Throws a 429 {@link Problem} if too many authentications have failed to verify another token. */
    public void checkFailures(ClientAddress address) {
        if (!enabled || failures.hasLeft(address.key())) return;
        throw Problem.rateLimited(
                "too many failed authentications from this address; wait a minute", Duration.ofMinutes(1));
    }
}
