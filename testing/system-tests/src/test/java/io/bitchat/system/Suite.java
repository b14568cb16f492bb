package io.bitchat.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The suite under test, started as {@code ./bitchat up} starts it, on ports and a data folder of its own. */
final class Suite implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Map<String, Suite> RUNNING = new LinkedHashMap<>();

    private final Path data;
    private final Process launcher;

    private Suite(Path data, Process launcher) {
        this.data = data;
        this.launcher = launcher;
    }

    /** Believes everybody and limits nobody; shared by the tests of this JVM. */
    static Suite open() {
        return shared(
                "open",
                Map.of("QUARKUS_VERTX_MAX_EVENT_LOOP_EXECUTE_TIME", "200ms"),
                "--auth",
                "open",
                "--rate-limit",
                "off");
    }

    /**
     * Believes nobody. Tokens are short-lived enough to see one expire. The owner in the permission tests asks for every
     * route, more often than a peer may.
     */
    static Suite required() {
        var environment =
                Map.of("BITCHAT_IDENTITY_TOKEN_LIFE", "15s", "BITCHAT_RATE_LIMIT_REQUESTS_PER_MINUTE", "1000");
        return shared("required", environment, "--auth", "required", "--rate-limit", "on");
    }

    /** Believes whoever sends no token, and limits peers as a fresh installation does. */
    static Suite optional() {
        return shared("optional", Map.of(), "--auth", "optional", "--rate-limit", "on");
    }

    /** Sends its spans to a collector; for one test. */
    static Suite traced(String endpoint) {
        return shared("traced", Map.of("BITCHAT_TRACES_ENDPOINT", endpoint), "--auth", "open", "--rate-limit", "off");
    }

    /** Keeps files in a bucket of an S3 server of its own. */
    static Suite s3() {
        return shared("s3", Map.of(), "--auth", "open", "--rate-limit", "off", "--store", "s3");
    }

    /** One of several at a time, for one test; those that tests share make room. */
    static synchronized Suite beside(String name, Map<String, String> environment, String... options) {
        RUNNING.values().forEach(Suite::close);
        RUNNING.clear();
        return start(name, environment, options);
    }

    private static synchronized Suite shared(String name, Map<String, String> environment, String... options) {
        // two suites at a time are too much for a small machine
        RUNNING.entrySet().removeIf(entry -> {
            if (entry.getKey().equals(name)) return false;
            entry.getValue().close();
            return true;
        });
        return RUNNING.computeIfAbsent(name, _ -> start(name, environment, options));
    }

    private static Suite start(String name, Map<String, String> environment, String... options) {
        try {
            var data = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "suite-" + name)
                    .toAbsolutePath();
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-XX:+UseSerialGC",
                    "-Dbitchat.root=" + root(),
                    "-jar",
                    root().resolve("tools/launcher/target/launcher.jar").toString(),
                    "up",
                    "--auto-ports",
                    "--data",
                    data.toString()));
            command.addAll(Arrays.asList(options));
            var log = data.resolve("up.log").toFile();
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
            builder.environment().putAll(environment);
            var suite = new Suite(data, builder.start());
            Runtime.getRuntime().addShutdownHook(new Thread(suite::close));
            suite.awaitReady(Files::readString, log.toPath());
            return suite;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Reader {
        String read(Path file) throws IOException;
    }

    private void awaitReady(Reader reader, Path log) throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!reader.read(log).contains("ready after") || !reader.read(log).contains("Ctrl-C")) {
            if (!launcher.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("the suite did not start:\n" + reader.read(log));
            }
            Conditions.pause();
        }
    }

    static Path root() {
        return Path.of(System.getProperty("bitchat.root", ".."))
                .toAbsolutePath()
                .normalize();
    }

    /** The gateway's address. */
    String url() {
        return "http://localhost:" + port("gateway");
    }

    String kafka() {
        return "localhost:" + port("kafka");
    }

    int port(String process) {
        return state().at("/ports/" + process).asInt();
    }

    long pid(String process) {
        return state().at("/pids/" + process).asLong();
    }

    Path data() {
        return data;
    }

    private JsonNode state() {
        try {
            return JSON.readTree(data.resolve("run/suite.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** kill -9; the launcher starts it anew. */
    void kill(String process) {
        ProcessHandle.of(pid(process)).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Sends a signal to a process of this suite. */
    void signal(String signal, String process) {
        signal(signal, pid(process));
    }

    static void signal(String signal, long pid) {
        try {
            new ProcessBuilder("sh", "-c", "kill -$1 $0", Long.toString(pid), signal)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (!launcher.isAlive()) return;
        launcher.destroy();
        try {
            if (!launcher.waitFor(40, TimeUnit.SECONDS)) launcher.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
