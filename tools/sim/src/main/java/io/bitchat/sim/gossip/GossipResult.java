package io.bitchat.sim.gossip;

import io.bitchat.gossip.Count;
import java.util.Map;

/**
 * The result of a run.
 *
 * @param counts counters of all nodes during the observation
 * @param nanos duration of the run in real time
 */
public record GossipResult(
        GossipOptions options, Ledger ledger, GossipWorld world, Map<Count, Long> counts, long nanos) {
    /** The time in which each message reached its last node. */
    public Delays toLast() {
        return Delays.of(ledger.observed().stream().mapToLong(Broadcast::last).toArray());
    }

    public double inTime() {
        return share(ledger.observed().stream().mapToLong(Broadcast::inTime).sum());
    }

    public double inTheEnd() {
        return share(ledger.observed().stream().mapToLong(Broadcast::deliveries).sum());
    }

    private double share(long deliveries) {
        long expected = (long) ledger.observed().size() * (options.nodes() - 1);
        return expected == 0 ? 0 : (double) deliveries / expected;
    }

    public double duplicates() {
        return ratio(Count.DUPLICATE_PAYLOADS, count(Count.PAYLOADS_RECEIVED));
    }

    public double control() {
        return ratio(Count.CONTROL_FRAME_BYTES, bytes());
    }

    /** Bytes of all frames sent. */
    long bytes() {
        return count(Count.CONTROL_FRAME_BYTES) + count(Count.PAYLOAD_FRAME_BYTES);
    }

    /** Bytes of all frames sent per byte of payload delivered. */
    public double bytesPerPayloadByte() {
        long payload =
                ledger.observed().stream().mapToLong(Broadcast::deliveries).sum() * options.payload();
        return payload == 0 ? 0 : (double) bytes() / payload;
    }

    /** Bytes sent per node and second. */
    public double bytesPerNodeAndSecond() {
        return (double) bytes() / options.nodes() / options.seconds();
    }

    public double seconds() {
        return nanos / 1e9;
    }

    private long count(Count count) {
        return counts.getOrDefault(count, 0L);
    }

    private double ratio(Count part, long whole) {
        return whole == 0 ? 0 : (double) count(part) / whole;
    }
}
