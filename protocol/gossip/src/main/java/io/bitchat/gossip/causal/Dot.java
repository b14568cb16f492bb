package io.bitchat.gossip.causal;

import io.bitchat.gossip.PeerId;

/**
 * Identifies one message: its writer, and the writer's vector clock entry after it.
 *
 * @param sequence 1 for the writer's first message, then 2, 3 … without gaps
 */
public record Dot(PeerId writer, long sequence) implements Comparable<Dot> {
    public Dot {
        if (sequence < 1) throw new IllegalArgumentException("sequence " + sequence + " is not positive");
    }

    @Override
    public int compareTo(Dot other) {
        int writers = writer.compareTo(other.writer);
        return writers != 0 ? writers : Long.compare(sequence, other.sequence);
    }
}
