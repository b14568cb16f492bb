package io.bitchat.bench.transport;

import io.bitchat.bench.Refused;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Report;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node that is started as {@code ./bitchat edge} does, and then left alone: memory and processor time. */
final class IdleBench {
    private static final double READY_SECONDS = 5;
    private static final double RESIDENT_MIB = 200;
    private static final double CPU_PERCENT = 1;
    private static final int PATIENCE_SECONDS = 60;
    /** Until the work of the start is over; less if the node is watched for less. */
    private static final int SETTLE_SECONDS = 10;

    private final Path program;
    private final Path folder;
    private final InetSocketAddress group;
    private final int seconds;

    /**
     * @param root of the project, with the built modules
     * @param seconds for which the node is watched
     */
    IdleBench(Path root, Path folder, InetSocketAddress group, int seconds) {
        this.program = root.resolve("transport-gateway/target/quarkus-app/quarkus-run.jar");
        this.folder = folder;
        this.group = group;
        this.seconds = seconds;
    }

    void run(Report report) throws IOException, InterruptedException {
        if (!Files.isRegularFile(program))
            throw new Refused(program + " is missing; build it with ./mvnw -DskipTests package");
        int port = freePort();
        long began = System.nanoTime();
        var node = start(port);
        try {
            awaitReady(node, port);
            double ready = (System.nanoTime() - began) / 1e9;
            TimeUnit.SECONDS.sleep(Math.min(SETTLE_SECONDS, seconds));
            var before = processorTime(node);
            TimeUnit.SECONDS.sleep(seconds);
            double percent = 100.0 * processorTime(node).minus(before).toMillis() / (seconds * 1_000.0);
            report.add(List.of(
                    Figure.atMost("a node alone is ready after", "s", ready, READY_SECONDS),
                    Figure.atMost("a node alone, resident memory", "MiB", residentMib(node), RESIDENT_MIB),
                    Figure.atMost("a node alone, of one core", "%", percent, CPU_PERCENT)));
            report.condition("node alone", "its own process, on the loopback interface, watched for " + seconds + " s");
        } finally {
            node.destroy();
            if (!node.waitFor(20, TimeUnit.SECONDS)) node.destroyForcibly();
        }
    }

    private Process start(int port) throws IOException {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                program.toString());
        var environment = builder.environment();
        environment.put("BITCHAT_HTTP_PORT", Integer.toString(port));
        environment.put("BITCHAT_BIND", "127.0.0.1");
        environment.put("BITCHAT_AUTH_MODE", "open");
        environment.put("BITCHAT_EDGE_INTERFACES", "loopback");
        environment.put("BITCHAT_EDGE_GROUP", group.getAddress().getHostAddress() + ":" + group.getPort());
        environment.put("BITCHAT_EDGE_DATA", folder.resolve("node").toString());
        return builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("node.log").toFile())
                .start();
    }

    private void awaitReady(Process node, int port) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        try (var client = HttpClient.newHttpClient()) {
            while (System.nanoTime() < end && node.isAlive()) {
                try {
                    if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) return;
                } catch (IOException _) {
                    // it does not listen yet
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        var log = Files.readString(folder.resolve("node.log"));
        throw new Refused("the node does not start: "
                + log.substring(Math.max(0, log.length() - 500)).strip());
    }

    private static Duration processorTime(Process node) {
        return node.info().totalCpuDuration().orElseThrow(() -> new Refused("the node has ended"));
    }

    private static double residentMib(Process node) throws IOException {
        var status = Files.readString(Path.of("/proc/" + node.pid() + "/status"));
        return status.lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .sum()
                / 1_024.0;
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
