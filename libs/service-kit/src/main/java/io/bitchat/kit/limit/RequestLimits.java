package io.bitchat.kit.limit;

import io.bitchat.kit.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * How much one caller may ask for. Who has proven, or is believed, to be a peer is counted as that peer; before that it is
 * the address that counts, so that nobody uses up what another may do by giving its name.
 */
@ApplicationScoped
public class RequestLimits {
    private final boolean enabled;
    private final RateLimit peers;
    private final RateLimit addresses;
    private final RateLimit newcomers;
    private final RateLimit failures;

    RequestLimits(RateLimitConfig config) {
        this.enabled = config.enabled();
        this.peers = new RateLimit("requests", _ -> config.requestsPerMinute(), config.maxCallers());
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

    /** Counts a request of a peer, or throws a 429. */
    public void chargePeer(String peerId) {
        if (enabled) peers.charge(peerId);
    }

    /** Counts a request of somebody who says no name, or whose name is not proven, or throws a 429. */
    public void chargeAddress(ClientAddress address) {
        if (enabled) addresses.charge(address.key());
    }

    /** Counts a registration or a step of signing in, or throws a 429. */
    public void chargeNewcomer(ClientAddress address) {
        if (enabled) newcomers.charge(address.key());
    }

    /** Counts an authentication that failed. */
    public void noteFailure(ClientAddress address) {
        if (enabled) failures.tryCharge(address.key());
    }

    /** Throws a 429 where so many authentications have failed that the next one is not even looked at. */
    public void checkFailures(ClientAddress address) {
        if (!enabled || failures.hasLeft(address.key())) return;
        throw Problem.rateLimited(
                "too many failed authentications from this address; wait a minute", Duration.ofMinutes(1));
    }
}
