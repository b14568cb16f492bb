package io.bitchat.sim.sockets;

import java.util.Map;
import java.util.Optional;

/**
 * The result of a run over sockets.
 *
 * @param sent traffic of the nodes during the observation, without the overhead of links
 * @param payloads payloads received by all nodes, duplicates included
 * @param linksOpened links opened during the observation, each counted at both ends
 * @param wire traffic of the loopback device during the observation
 * @param idle bytes per second while nobody broadcasts
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
    /** The time in milliseconds in which this share of the messages had reached their last node. */
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

    /** Bytes on the wire per byte of payload delivered, idle traffic included. */
    double bytesPerPayloadByte() {
        return wire.map(sent -> sent.bytes() / payloadBytes()).orElse(0.0);
    }

    /** Like {@link #bytesPerPayloadByte()}, without idle traffic. */
    double bytesPerPayloadByteLessIdle() {
        return wire.map(sent -> (sent.bytes() - idle.orElse(0.0) * seconds) / payloadBytes())
                .orElse(0.0);
    }

    private double payloadBytes() {
        return Math.max(1, tally.deliveries() * (double) options.payload());
    }
}
