package io.bitchat.sim.sockets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Traffic of the loopback device, including TCP headers and acknowledgements. */
record Wire(long bytes, long packets) {
    private static final Path COUNTERS = Path.of("/proc/net/dev");
    private static final int SENT_BYTES = 8;
    private static final int SENT_PACKETS = 9;

    /**
     * The counters of the Linux kernel; empty on other systems. In a network namespace of its own they cover this run
     * alone.
     */
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
