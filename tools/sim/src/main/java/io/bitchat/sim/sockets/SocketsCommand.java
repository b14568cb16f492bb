package io.bitchat.sim.sockets;

import io.bitchat.gossip.GossipParameters;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./bitchat sim sockets}. */
@Command(
        name = "sockets",
        description = {
            "The same nodes over encrypted TCP links on this machine, in real time.",
            "Bytes are those of the loopback device: run it with 'unshare -n' to have that for itself."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class SocketsCommand implements Callable<Integer> {
    private static final double MUST_TO_ALL_MS = 220;
    private static final double MUST_COPIES = 1.05;
    private static final double MUST_BYTES = 1.5;
    private static final Duration SILENCE = Duration.ofSeconds(300);

    @Option(names = "--nodes", description = "nodes, ${DEFAULT-VALUE} by default")
    int nodes = 100;

    @Option(names = "--rate", description = "broadcasts per second, ${DEFAULT-VALUE} by default")
    int rate = 1;

    @Option(names = "--payload", description = "bytes of each, ${DEFAULT-VALUE} by default")
    int payload = 1_024;

    @Option(names = "--delay", description = "ms one way, added to each link, ${DEFAULT-VALUE} by default")
    int delay = 25;

    @Option(names = "--warm-up", description = "seconds before observation, ${DEFAULT-VALUE} by default")
    int warmUp = 30;

    @Option(names = "--seconds", description = "seconds of observation, ${DEFAULT-VALUE} by default")
    int seconds = 30;

    @Option(names = "--json", description = "one line for programs")
    boolean json;

    @Override
    public Integer call() throws Exception {
        var parameters = GossipParameters.defaults().withLossy(false).withSilence(SILENCE);
        var options = new SocketOptions(nodes, rate, payload, Duration.ofMillis(delay), warmUp, seconds, parameters);
        boolean live = System.console() != null && !json;
        var run = new SocketRun(options, step -> {
            if (live) System.err.print("\r\033[2K  " + step + " …");
        });
        SocketResult result;
        try {
            result = run.run();
        } catch (SocketRun.Unreachable failure) {
            System.err.println("sim: " + failure.getMessage());
            return 2;
        } finally {
            if (live) System.err.print("\r\033[2K");
        }
        print(result);
        return isMet(result) ? 0 : 1;
    }

    private static boolean isMet(SocketResult result) {
        return result.toAll(0.95) <= MUST_TO_ALL_MS
                && result.delivered() == 1
                && result.copies() <= MUST_COPIES
                && result.bytesPerPayloadByte() <= MUST_BYTES;
    }

    private void print(SocketResult result) {
        if (json) {
            System.out.println(String.format(
                    Locale.ROOT,
                    "{\"nodes\":%d,\"to_all_p50_ms\":%.1f,\"to_all_p95_ms\":%.1f,\"delivered\":%.5f,"
                            + "\"payload_copies_per_delivery\":%.4f,\"wire_bytes_per_payload_byte\":%.3f,"
                            + "\"wire_bytes_per_payload_byte_less_idle\":%.3f,\"degree\":%.1f}",
                    nodes,
                    result.toAll(0.5),
                    result.toAll(0.95),
                    result.delivered(),
                    result.copies(),
                    result.bytesPerPayloadByte(),
                    result.bytesPerPayloadByteLessIdle(),
                    result.degree()));
            return;
        }
        System.out.printf(
                "%d nodes over TCP with Noise, links of %d ms, payload %,d bytes, %d/s, signed and sealed, degree %.1f%n",
                nodes, delay, payload, rate, result.degree());
        System.out.printf("  to all, median                        %8.1f ms%n", result.toAll(0.5));
        System.out.printf("  to all, p95              must ≤ 220   %8.1f ms%n", result.toAll(0.95));
        System.out.printf("  delivered                must 100 %%   %8.2f %%%n", result.delivered() * 100);
        System.out.printf("  payloads per delivery    must ≤ 1.05  %8.3f%n", result.copies());
        System.out.printf(
                "  bytes on the wire        must ≤ 1.5   %8.3f per payload byte%n", result.bytesPerPayloadByte());
        System.out.printf("    less what flows in silence          %8.3f%n", result.bytesPerPayloadByteLessIdle());
        result.sent()
                .forEach((purpose, share) -> System.out.printf(
                        "    %-10s %,9d frames  %,11d bytes%n",
                        purpose.name().toLowerCase(Locale.ROOT), share.frames(), share.bytes()));
        System.out.printf("  links made meanwhile                  %8d%n", result.linksOpened());
    }
}
