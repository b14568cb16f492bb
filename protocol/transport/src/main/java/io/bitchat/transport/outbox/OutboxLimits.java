package io.bitchat.transport.outbox;

import java.time.Duration;

/**
 * How much a queue holds. What does not fit is refused with a code; nothing is pushed out.
 *
 * @param messages maximum number of messages
 * @param bytes maximum sum of {@link Entry#bytes}
 * @param depositorMessages maximum number of messages of one depositor
 * @param depositorBytes maximum sum of bytes of one depositor
 * @param finished number of finished messages remembered, so that a repeated deposit is recognised
 * @param remembered time for which they are remembered
 */
public record OutboxLimits(
        int messages, long bytes, int depositorMessages, long depositorBytes, int finished, Duration remembered) {
    public OutboxLimits {
        if (messages < 1 || bytes < 1 || depositorMessages < 1 || depositorBytes < 1 || finished < 1) {
            throw new IllegalArgumentException("a queue without room");
        }
        if (!remembered.isPositive()) throw new IllegalArgumentException("finished messages must be remembered");
    }

    /** 50,000 messages and 256 MiB in all, 10,000 and 64 MiB per depositor; 50,000 finished ones for a day. */
    public static OutboxLimits defaults() {
        return new OutboxLimits(50_000, 256L << 20, 10_000, 64L << 20, 50_000, Duration.ofDays(1));
    }
}
