package io.bitchat.edge.node;

import io.bitchat.kit.auth.AuthConfig;
import io.bitchat.kit.auth.TokenGenerations;
import jakarta.enterprise.context.ApplicationScoped;

/** Which tokens this node wants, and which of them were revoked. */
@ApplicationScoped
class TokenRules {
    private final AuthConfig config;
    private final TokenGenerations generations;

    TokenRules(AuthConfig config, TokenGenerations generations) {
        this.config = config;
        this.generations = generations;
    }

    boolean areRequired() {
        return config.mode() == AuthConfig.Mode.REQUIRED;
    }

    TokenGenerations generations() {
        return generations;
    }
}
