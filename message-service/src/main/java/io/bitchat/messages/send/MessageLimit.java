package io.bitchat.messages.send;

import io.bitchat.kit.limit.PeerLimits;
import jakarta.enterprise.context.ApplicationScoped;

/** Rate limit of messages to peers. Messages to groups, which the group service counts, use up the same budget. */
@ApplicationScoped
class MessageLimit {
    private final PeerLimits limits;
    private final int perMinute;

    MessageLimit(SendConfig config, PeerLimits limits) {
        this.limits = limits;
        this.perMinute = config.perMinute();
    }

    void charge(String peerId) {
        limits.chargeMessage(peerId, perMinute);
    }
}
