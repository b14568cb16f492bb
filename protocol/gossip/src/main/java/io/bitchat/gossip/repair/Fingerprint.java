package io.bitchat.gossip.repair;

import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.VectorClock;
import io.bitchat.gossip.wire.Prefix;
import java.util.Map;
import java.util.Set;

/**
 * Fingerprints sets of clock entries in 64 bits: the exclusive or of a hash of each entry. Equal sets have equal
 * fingerprints; different sets almost always differ, and a collision lasts only until the next message.
 */
final class Fingerprint {
    private Fingerprint() {}

    /** Fingerprint of all entries except those of some writers. */
    static long without(VectorClock clock, Set<PeerId> left) {
        long sum = 0;
        for (var entry : clock.entries().entrySet()) {
            if (!left.contains(entry.getKey())) sum ^= mix(entry);
        }
        return sum;
    }

    /** Fingerprints of the sixteen parts of a prefix. */
    static long[] children(VectorClock clock, Prefix prefix) {
        var sums = new long[Prefix.CHILDREN];
        for (var entry : clock.entries().entrySet()) {
            if (prefix.contains(entry.getKey())) sums[prefix.digitAfter(entry.getKey())] ^= mix(entry);
        }
        return sums;
    }

    private static long mix(Map.Entry<PeerId, Long> entry) {
        return mix(entry.getKey().value() ^ mix(entry.getValue()));
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
