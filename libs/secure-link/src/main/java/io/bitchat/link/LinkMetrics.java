package io.bitchat.link;

import java.util.Map;

/**
 * Counters of an endpoint since its creation.
 *
 * @param opened number of links that were authenticated and trusted, both dialed and accepted
 * @param ended number of links and connections by the reason for their end; 0 for reasons that did not occur
 */
public record LinkMetrics(long opened, Map<CloseReason, Long> ended, Traffic sent, Traffic received) {
    public LinkMetrics {
        ended = Map.copyOf(ended);
    }

    /**
     * Counters of one direction.
     *
     * @param frames number of complete frames passed to the socket or to the listener
     * @param bytes bytes on the wire, without handshakes
     */
    public record Traffic(long frames, long bytes) {}

    public long ended(CloseReason reason) {
        return ended.getOrDefault(reason, 0L);
    }
}
