package io.bitchat.groups.send;

import io.bitchat.kit.limit.RateLimit;
import io.bitchat.kit.limit.RateLimitConfig;
import jakarta.enterprise.context.ApplicationScoped;

/** Rate limit on messages per sender. */
@ApplicationScoped
class SendLimit {
    private final boolean enabled;
    private final RateLimit messages;

    SendLimit(SendConfig config, RateLimitConfig limits) {
        this.enabled = limits.enabled();
        this.messages = new RateLimit("messages", _ -> config.perMinute(), limits.maxCallers());
    }

    void charge(String peerId) {
        if (enabled) messages.charge(peerId);
    }
}
