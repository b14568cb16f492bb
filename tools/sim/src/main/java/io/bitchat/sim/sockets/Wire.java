package io.bitchat.sim.sockets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Bytes and packets that this machine sent to itself, headers and acknowledgements of TCP included. */
record Wire(long bytes, long packets) {
    private static final Path COUNTERS = Path.of("/proc/net/dev");
    private static final int SENT_BYTES = 8;
    private static final int SENT_PACKETS = 9;

    /** What the kernel of Linux counts; empty elsewhere. In a network namespace of its own it counts this run alone. */
    static Optional<Wire> now() {
        try {
            return Files.readAllLines(COUNTERS).stream()
                    .map(String::strip)
                    .filter(line -> line.startsWith("lo:"))
                    .map(line -> line.substring(3).strip().split("\\s+"))
                    .map(fields -> new Wire(Long.parseLong(fields[SENT_BYTES]), Long.parseLong(fields[SENT_PACKETS])))
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    Wire minus(Wire before) {
        return new Wire(bytes - before.bytes, packets - before.packets);
    }
}
