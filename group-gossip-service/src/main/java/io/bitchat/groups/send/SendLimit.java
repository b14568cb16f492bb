package io.bitchat.groups.send;

import io.bitchat.kit.limit.PeerLimits;
import jakarta.enterprise.context.ApplicationScoped;

/** Rate limit of messages to groups. Messages to peers, which the message service counts, use up the same budget. */
@ApplicationScoped
class SendLimit {
    private final PeerLimits limits;
    private final int perMinute;

    SendLimit(SendConfig config, PeerLimits limits) {
        this.limits = limits;
        this.perMinute = config.perMinute();
    }

    void charge(String peerId) {
        limits.chargeMessage(peerId, perMinute);
    }
}
