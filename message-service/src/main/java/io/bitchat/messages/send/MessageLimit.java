package io.bitchat.messages.send;

import io.bitchat.kit.limit.RateLimit;
import io.bitchat.kit.limit.RateLimitConfig;
import jakarta.enterprise.context.ApplicationScoped;

/** Rate limit of messages between peers; the group service counts messages to groups. */
@ApplicationScoped
class MessageLimit {
    private final RateLimit limit;
    private final boolean enabled;

    MessageLimit(SendConfig config, RateLimitConfig limits) {
        this.limit = new RateLimit("messages", _ -> config.perMinute(), limits.maxCallers());
        this.enabled = limits.enabled();
    }

    void charge(String peerId) {
        if (enabled) limit.charge(peerId);
    }
}
