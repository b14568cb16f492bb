package io.bitchat.edge.node;

import io.bitchat.kit.auth.AuthConfig;
import io.bitchat.kit.auth.TokenGenerations;
import io.bitchat.kit.limit.PeerLimits;
import io.bitchat.kit.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;

/** Which tokens this node wants, which of them were revoked, and how much a peer may send. */
@ApplicationScoped
class CallerRules {
    private final AuthConfig config;
    private final TokenGenerations generations;
    private final PeerLimits limits;

    CallerRules(AuthConfig config, TokenGenerations generations, PeerLimits limits) {
        this.config = config;
        this.generations = generations;
        this.limits = limits;
    }

    boolean areTokensRequired() {
        return config.mode() == AuthConfig.Mode.REQUIRED;
    }

    TokenGenerations generations() {
        return generations;
    }

    /**
     * Counts a message that a node brings from a peer. Not against the peer itself: whoever uses its id on the network of
     * a node must not use up its limit elsewhere.
     */
    boolean admits(String node, String peer, int perMinute) {
        try {
            // no id has a slash
            limits.chargeMessage(node + '/' + peer, perMinute);
            return true;
        } catch (Problem overTheLimit) {
            return false;
        }
    }
}
