package io.bitchat.bench.suite;

import io.bitchat.bench.Refused;
import io.bitchat.bench.hostile.PlayedSite;
import io.bitchat.bench.load.Await;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A whole suite, optionally one of several sites, started for one measurement. */
public final class BenchSite implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(180);
    private static final int STOP_SECONDS = 40;

    private final Path folder;
    private final Process launcher;

    private BenchSite(Path folder, Process launcher) {
        this.folder = folder;
        this.launcher = launcher;
    }

    /** @param root project folder, with the built launcher and services */
    public static BenchSite start(Path root, Path folder, PlayedSite self, int port, List<String> peers) {
        try {
            Files.createDirectories(folder);
            var keys = folder.resolve("site.key");
            Files.writeString(keys, self.secret());
            return start(
                    root,
                    folder,
                    Map.of("BITCHAT_SITES_KEY_FILE", keys.toString()),
                    "--site-name",
                    self.name(),
                    "--site-listen",
                    "127.0.0.1:" + port,
                    "--site-peers",
                    String.join(",", peers));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A single suite without rate limits. */
    public static BenchSite start(Path root, Path folder) {
        return start(root, folder, Map.of());
    }

    private static BenchSite start(Path root, Path folder, Map<String, String> environment, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-Dbitchat.root=" + root,
                "-jar",
                root.resolve("tools/launcher/target/launcher.jar").toString(),
                "up",
                "--no-aot",
                "--auto-ports",
                "--data",
                folder.toString(),
                "--rate-limit",
                "off"));
        command.addAll(List.of(more));
        try {
            Files.createDirectories(folder);
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("up.log").toFile());
            builder.environment().putAll(environment);
            var site = new BenchSite(folder, builder.start());
            Runtime.getRuntime().addShutdownHook(new Thread(site::close));
            return site;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the suite is ready. */
    public BenchSite ready() {
        boolean up = Await.until(() -> !launcher.isAlive() || log().contains("Ctrl-C"), START);
        if (!up || !launcher.isAlive()) {
            throw new Refused("a site did not start; see " + folder.resolve("up.log"));
        }
        return this;
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("up.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public SuiteState state() {
        return SuiteState.read(folder.resolve("run").resolve("suite.json"));
    }

    /** Its group-gossip-service's counters of dropped frames, ended links and held-back sites. */
    public Map<String, Double> counts() {
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var json = new JsonObject(Files.readString(folder.resolve("run").resolve("suite.json")));
            int port = json.getJsonObject("ports").getInteger("group-gossip-service");
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/q/metrics"))
                    .build();
            return counts(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Refused("interrupted");
        }
    }

    private static Map<String, Double> counts(String text) {
        var counts = new TreeMap<String, Double>();
        text.lines()
                .filter(line -> line.matches(
                        "bitchat_(gossip_(dropped|duplicate|neighbours)|sites_(held|links|frames|errands)).*"))
                .forEach(line -> counts.put(
                        line.substring(0, line.lastIndexOf(' ')),
                        Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
        return counts;
    }

    @Override
    public void close() {
        if (!launcher.isAlive()) {
            return;
        }
        launcher.destroy();
        try {
            if (!launcher.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                launcher.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
