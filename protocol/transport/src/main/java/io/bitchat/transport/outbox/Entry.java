package io.bitchat.transport.outbox;

import io.bitchat.transport.Message;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Priority;
import java.time.Duration;
import java.time.Instant;

/**
 * A message in the queue, without its payload, which the caller stores. The caller stores the entry with it.
 *
 * @param depositor who put it here: a peer or a node, as an id; the sender of a carried message is somebody else
 * @param fingerprint of the message
 * @param bytes that it counts for: the payload and {@value #OVERHEAD_BYTES}
 * @param isPrivate whether the message requires privacy
 * @param sequence ascends in the order of admission; unique among the messages in the queue
 * @param expires end of its ttl, by the clock of this node
 */
public record Entry(
        MessageKey key,
        String depositor,
        long fingerprint,
        int bytes,
        Priority priority,
        boolean isPrivate,
        long sequence,
        Instant expires) {
    /** What a message without a payload counts for. */
    public static final int OVERHEAD_BYTES = 256;

    static int bytesOf(Message message) {
        return message.payload().size() + OVERHEAD_BYTES;
    }

    /** What is left of the ttl, to be sent with the message; not negative. */
    public Duration ttlLeft(Instant now) {
        return isExpired(now) ? Duration.ZERO : Duration.between(now, expires);
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(expires);
    }
}
