package io.bitchat.system.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The suite under test, started as by {@code ./bitchat up}, with its own ports and data folder. */
public final class Suite implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration START_LIMIT = Duration.ofSeconds(300);
    private static final Map<String, Suite> RUNNING = new LinkedHashMap<>();

    /** Event loop times above which Vert.x logs a warning, for the services and for the gateway. */
    public static final Map<String, String> EVENT_LOOP_LIMITS = Map.of(
            "QUARKUS_VERTX_MAX_EVENT_LOOP_EXECUTE_TIME", "200ms", "BITCHAT_GATEWAY_EVENT_LOOP_LIMIT_MILLIS", "200");

    /** The edge node of {@link #required}. */
    public static final String EDGE_NODE = "edge-node-of-tests";
    /** Messages of a peer that it brings in a minute. */
    public static final int EDGE_MESSAGES = 20;

    private final Path data;
    private final Path log;
    private final Process launcher;

    private Suite(Path data, Path log, Process launcher) {
        this.data = data;
        this.log = log;
        this.launcher = launcher;
    }

    /** Mode open, without rate limits; shared by the tests of this JVM. */
    public static Suite open() {
        return shared("open", EVENT_LOOP_LIMITS, "--auth", "open", "--rate-limit", "off");
    }

    /**
     * Mode required. Tokens are short-lived, so that tests see one expire. The owner in the permission tests calls more
     * routes than the default rate limit allows.
     */
    public static Suite required() {
        var environment = Map.of(
                "BITCHAT_IDENTITY_TOKEN_LIFE",
                "15s",
                "BITCHAT_IDENTITY_EDGE_NODES",
                EDGE_NODE,
                "BITCHAT_EDGE_MESSAGES_PER_MINUTE",
                Integer.toString(EDGE_MESSAGES),
                "BITCHAT_RATE_LIMIT_REQUESTS_PER_MINUTE",
                "1000",
                // each route is called with each kind of invalid token
                "BITCHAT_RATE_LIMIT_FAILED_AUTHENTICATIONS_PER_MINUTE",
                "2000");
        return shared("required", environment, "--auth", "required", "--rate-limit", "on");
    }

    /**
     * Mode optional, with the default rate limits. Keeps files in a bucket of its own S3 server, and sends its spans to
     * a collector.
     */
    public static Suite optional() {
        return shared(
                "optional",
                Map.of("BITCHAT_TRACES_ENDPOINT", SpanCollector.shared().url()),
                "--auth",
                "optional",
                "--rate-limit",
                "on",
                "--store",
                "s3");
    }

    /** A suite that runs at the same time as others. */
    public static Suite beside(String name, Map<String, String> environment, String... options) {
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
            return start(data, environment, List.of(options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a suite in a data folder that may be one of an earlier suite, which has ended. */
    public static Suite start(Path data, Map<String, String> environment, List<String> options) {
        try {
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Dbitchat.root=" + root(),
                    "-jar",
                    root().resolve("tools/launcher/target/launcher.jar").toString(),
                    "up",
                    "--no-aot",
                    "--auto-ports",
                    "--data",
                    data.toString()));
            command.addAll(options);
            var log = data.resolve("up.log");
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
            // short-lived: the optimising compiler costs more than it saves, except in file-service
            for (var service : List.of("MESSAGE_SERVICE", "GATEWAY")) {
                builder.environment().put("BITCHAT_JAVA_OPTS_" + service, "-XX:TieredStopAtLevel=1");
            }
            builder.environment().putAll(environment);
            var suite = new Suite(data, log, builder.start());
            Runtime.getRuntime().addShutdownHook(new Thread(suite::close));
            suite.awaitReady();
            return suite;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!log().contains("Ctrl-C")) {
            if (!launcher.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("the suite did not start:\n" + log());
            }
            Conditions.pause();
        }
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path root() {
        return Path.of(System.getProperty("bitchat.root", ".."))
                .toAbsolutePath()
                .normalize();
    }

    /** The gateway's address. */
    public String url() {
        return "http://localhost:" + port("gateway");
    }

    public String kafka() {
        return "localhost:" + port("kafka");
    }

    public int port(String process) {
        return state().at("/ports/" + process).asInt();
    }

    public long pid(String process) {
        return state().at("/pids/" + process).asLong();
    }

    public Path data() {
        return data;
    }

    private JsonNode state() {
        try {
            return JSON.readTree(data.resolve("run/suite.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills a process with {@code kill -9}; the launcher restarts it. */
    public void kill(String process) {
        ProcessHandle.of(pid(process)).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Sends a signal to a process of this suite. */
    public void signal(String signal, String process) {
        signal(signal, pid(process));
    }

    public static void signal(String signal, long pid) {
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
