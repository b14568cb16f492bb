package io.bitchat.bench.transport;

import io.bitchat.bench.Refused;
import io.bitchat.bench.Trees;
import io.bitchat.bench.load.Await;
import io.bitchat.bench.report.Report;
import io.bitchat.bench.report.RunConditions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench transport}: what an edge node does with messages. */
@Command(
        name = "transport",
        mixinStandardHelpOptions = true,
        description = {
            "Measures the queue of an edge node on the disk, the LAN mesh on the loopback interface, and a node that idles.",
            "Needs no running suite; nothing leaves this machine. Phases: queue, drain, lan, idle."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:measured", "1:measured, and --check found a figure missed", "2:could not be measured"})
public final class TransportCommand implements Callable<Integer> {
    @Option(names = "--folder", description = "on the disk that is measured (default: ${DEFAULT-VALUE})")
    Path folder = Path.of("data");

    @Option(names = "--messages", description = "for the queue and the drain (default: ${DEFAULT-VALUE})")
    int messages = 20_000;

    @Option(names = "--nodes", description = "of the LAN mesh (default: ${DEFAULT-VALUE})")
    int nodes = 10;

    @Option(
            names = "--rounds",
            description = "new peers, seconds of lines, seconds of idling (default: ${DEFAULT-VALUE})")
    int rounds = 20;

    @Option(names = "--only", split = ",", paramLabel = "PHASES", description = "such as queue,lan")
    List<String> only = List.of("queue", "drain", "lan", "idle");

    @Option(names = "--json", description = "print JSON instead of a table")
    boolean json;

    @Option(names = "--check", description = "exit with 1 when a figure misses what it must reach")
    boolean check;

    private final PrintStream out;
    private final PrintStream progress;

    public TransportCommand(PrintStream out, PrintStream progress) {
        this.out = out;
        this.progress = progress;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (messages < 1 || nodes < 2 || nodes > 50 || rounds < 1) {
            progress.println("bench: --messages and --rounds must be at least 1, --nodes from 2 to 50");
            return 2;
        }
        var report = new Report();
        RunConditions.machine(report);
        Files.createDirectories(folder);
        var own = Files.createTempDirectory(folder, "bench-transport");
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(1));
        try {
            run(report, own, vertx);
        } catch (Refused refused) {
            progress.println("bench: " + refused.getMessage());
            return 2;
        } finally {
            Await.result(vertx.close(), Duration.ofSeconds(20));
            Trees.delete(own);
        }
        RunConditions.after(report);
        out.println(json ? report.toJson().encodePrettily() : report.toTable());
        return check && report.missedAny() ? 1 : 0;
    }

    private void run(Report report, Path own, Vertx vertx) throws IOException, InterruptedException {
        for (var phase : only) {
            progress.println("bench: " + phase);
            switch (phase) {
                case "queue" -> new QueueBench(own, messages).run(report);
                case "drain" -> new DrainBench(vertx, group(), own, messages).run(report);
                case "lan" -> {
                    try (var lan = new LanBench(vertx, group(), nodes, rounds)) {
                        lan.run(report);
                    }
                }
                case "idle" -> new IdleBench(root(), own, group(), rounds).run(report);
                default -> throw new Refused("no phase " + phase + "; there are queue,drain,lan,idle");
            }
        }
    }

    private static Path root() {
        return Path.of(System.getProperty("bitchat.root", "")).toAbsolutePath();
    }

    /** A group of this run's own, so that no other node of the machine takes part. */
    private static InetSocketAddress group() throws IOException {
        try (var free = new DatagramSocket()) {
            return new InetSocketAddress(InetAddress.getByName("224.0.0.1"), free.getLocalPort());
        }
    }
}
