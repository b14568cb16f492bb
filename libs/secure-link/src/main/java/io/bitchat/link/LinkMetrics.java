package io.bitchat.link;

import java.util.Map;

/**
 * What an endpoint counted since it was made.
 *
 * @param opened links that were authenticated and trusted, dialed and accepted
 * @param ended links and connections by the reason for their end; reasons that did not occur are 0
 */
public record LinkMetrics(long opened, Map<CloseReason, Long> ended, Traffic sent, Traffic received) {
    public LinkMetrics {
        ended = Map.copyOf(ended);
    }

    /**
     * One direction.
     *
     * @param frames whole frames handed to the socket, or to the listener
     * @param bytes on the wire, handshakes excluded
     */
    public record Traffic(long frames, long bytes) {}

    public long ended(CloseReason reason) {
        return ended.getOrDefault(reason, 0L);
    }
}
