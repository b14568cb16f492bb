package io.bitchat.gossip.wire;

import io.bitchat.gossip.PeerId;

/** Consecutive messages of one writer, both ends included. */
public record Range(PeerId writer, long from, long to) {
    public Range {
        if (from < 1 || to < from) throw new IllegalArgumentException(from + " to " + to);
    }
}
