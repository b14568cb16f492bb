package io.bitchat.edge.inbox;

import io.bitchat.transport.Message;
import java.time.Duration;

/**
 * What an inbox holds at most.
 *
 * @param messages number of messages that nobody has removed
 * @param bytes their payloads
 * @param remembered messages that are recognised after they were removed
 * @param keep time for which they are; not below the longest ttl in use
 */
public record InboxLimits(int messages, long bytes, int remembered, Duration keep) {
    public InboxLimits {
        if (messages < 1 || bytes < Message.MAX_PAYLOAD_BYTES || remembered < 1)
            throw new IllegalArgumentException("an inbox that can hold nothing");
    }

    /** 10,000 messages of 64 MiB; 100,000 are remembered for seven days. */
    public static InboxLimits defaults() {
        return new InboxLimits(10_000, 64L << 20, 100_000, Message.MAX_TTL);
    }
}
