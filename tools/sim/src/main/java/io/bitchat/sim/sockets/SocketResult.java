package io.bitchat.sim.sockets;

import java.util.Map;
import java.util.Optional;

/**
 * What a run over sockets showed.
 *
 * @param sent meanwhile, without what links add to it
 * @param payloads received by all nodes, duplicates included
 * @param linksOpened while under observation, each counted at both ends
 * @param wire what the machine sent to itself meanwhile
 * @param idle bytes per second while nobody spoke
 */
record SocketResult(
        SocketOptions options,
        Tally tally,
        Map<Traffic.Purpose, Traffic.Share> sent,
        long payloads,
        long linksOpened,
        Optional<Wire> wire,
        Optional<Double> idle,
        double seconds,
        double degree) {
    /** Milliseconds until a message had reached all nodes, for this share of the messages. */
    double toAll(double share) {
        var delays = tally.entries().values().stream()
                .mapToLong(Tally.Entry::toLast)
                .sorted()
                .toArray();
        if (delays.length == 0) return 0;
        return Math.round(delays[Math.min(delays.length - 1, (int) (delays.length * share))] / 1e5) / 10.0;
    }

    double delivered() {
        long expected = (long) tally.entries().size() * (options.nodes() - 1);
        return expected == 0 ? 0 : (double) tally.deliveries() / expected;
    }

    double copies() {
        return tally.deliveries() == 0 ? 0 : (double) payloads / tally.deliveries();
    }

    /** Bytes on the wire for each byte of payload delivered, silence included. */
    double bytesPerPayloadByte() {
        return wire.map(sent -> sent.bytes() / payloadBytes()).orElse(0.0);
    }

    /** The same without what flows when nobody speaks. */
    double bytesPerPayloadByteLessIdle() {
        return wire.map(sent -> (sent.bytes() - idle.orElse(0.0) * seconds) / payloadBytes())
                .orElse(0.0);
    }

    private double payloadBytes() {
        return Math.max(1, tally.deliveries() * (double) options.payload());
    }
}
