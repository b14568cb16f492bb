package io.bitchat.gossip.causal;

import io.bitchat.gossip.PeerId;

/**
 * One message of one writer: its own entry in the vector clock it carries.
 *
 * @param sequence 1 for the writer's first message, then 2, 3 … without a gap
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
