package io.bitchat.transport.outbox;

import java.time.Duration;
import java.time.Instant;

/**
 * Recognises messages that arrive a second time, over another transport or after a lost acknowledgement. Bounded: beyond
 * its size, the oldest message is forgotten.
 *
 * @param <K> what tells two messages apart: a {@link MessageContent} where anybody may use the id of another's message, a
 *     {@link io.bitchat.transport.MessageKey} where nobody can
 */
public final class SeenMessages<K> {
    private final Recent<K, Boolean> seen;

    /**
     * @param max number of messages remembered
     * @param keep time for which they are; not below the longest ttl in use, or a late duplicate counts as new
     */
    public SeenMessages(int max, Duration keep) {
        if (max < 1 || !keep.isPositive()) throw new IllegalArgumentException("nothing would be remembered");
        seen = new Recent<>(max, keep);
    }

    /**
     * Remembers the message. True if it was not known: only then it is shown.
     *
     * @param key with the peer to whom it is shown as its receiver, also for a broadcast: that may come as a copy, too
     */
    public boolean isNew(K key, Instant now) {
        seen.forget(now);
        if (seen.get(key) != null) return false;
        seen.put(key, true, now);
        return true;
    }

    /** Whether the message is remembered. */
    public boolean isKnown(K key, Instant now) {
        seen.forget(now);
        return seen.get(key) != null;
    }

    public int size() {
        return seen.size();
    }
}
