package io.bitchat.kit.limit;

import io.bitchat.kit.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;

/** The limits of a peer per minute, each one over all services and their replicas. Never waits for another replica. */
@ApplicationScoped
public class PeerLimits {
    private final RateLimitConfig config;
    private final SharedBudgets budgets;
    private final UseListener listener;
    private final InstantSource clock;

    PeerLimits(RateLimitConfig config, SharedBudgets budgets, UseListener listener, InstantSource clock) {
        this.config = config;
        this.budgets = budgets;
        this.listener = listener;
        this.clock = clock;
    }

    /** Counts a request; throws a 429 {@link Problem} with the time to wait over the limit. */
    public void chargeRequest(String peerId) {
        charge(Budget.REQUESTS, peerId, config.requestsPerMinute());
    }

    /** Counts a message to a peer or to a group, like {@link #chargeRequest}. */
    public void chargeMessage(String peerId, int perMinute) {
        charge(Budget.MESSAGES, peerId, perMinute);
    }

    private void charge(Budget budget, String peerId, int limit) {
        if (!config.enabled()) return;
        var refused = budgets.of(budget).charge(peerId, limit, clock.instant());
        if (refused.isEmpty()) {
            listener.used(budget, peerId);
            return;
        }
        var wait = refused.get().plusSeconds(1);
        throw Problem.rateLimited("too many " + budget.wire() + "; wait " + wait.toSeconds() + " s", wait);
    }
}
