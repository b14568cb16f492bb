package io.bitchat.testkit;

import io.bitchat.embedded.Ending;
import io.bitchat.embedded.FreePorts;
import io.bitchat.embedded.KafkaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The embedded broker of this JVM, in a process of its own so that it can be killed and needs none of our heap. */
final class LocalKafka implements TestServer {
    private static final int START_SECONDS = 60;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final String NOBODY = "-1";

    private final int port;
    private final Path folder;

    LocalKafka() {
        port = Integer.parseInt(SharedState.get("kafka.port", () -> Integer.toString(FreePorts.next())));
        folder = Path.of(
                SharedState.get("kafka.folder", () -> ServerFolder.of("kafka").toString()));
    }

    @Override
    public void start() {
        synchronized (SharedState.lock()) {
            if (!isRunning()) {
                launch();
            }
        }
    }

    @Override
    public void stop() {
        process().ifPresent(broker -> {
            broker.destroy();
            Ending.await(broker, STOP_LIMIT);
        });
    }

    @Override
    public void kill() {
        process().ifPresent(Ending::kill);
    }

    @Override
    public boolean isRunning() {
        return process().isPresent();
    }

    @Override
    public Map<String, String> config() {
        return Map.of("BITCHAT_KAFKA_SERVERS", "127.0.0.1:" + port);
    }

    private Optional<ProcessHandle> process() {
        String pid = SharedState.get("kafka.pid", () -> NOBODY);
        return pid.equals(NOBODY)
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(pid)).filter(Ending::isRunning);
    }

    private void launch() {
        try {
            Process broker =
                    new ProcessBuilder(command()).redirectErrorStream(true).start();
            SharedState.put("kafka.pid", Long.toString(broker.pid()));
            EndOfJvm.ends(broker.pid(), "-TERM");
            awaitReady(broker);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
                KafkaProcess.class.getName(),
                folder.toString(),
                "127.0.0.1",
                Integer.toString(port),
                Long.toString(ProcessHandle.current().pid()));
    }

    private static void awaitReady(Process broker) {
        var ready = new CompletableFuture<String>();
        Thread.ofPlatform().daemon().name("kafka-output").start(() -> follow(broker, ready));
        try {
            ready.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Kafka starts", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not start: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            broker.destroyForcibly();
            throw new IllegalStateException("Kafka did not start within " + START_SECONDS + " s", e);
        }
    }

    private static void follow(Process broker, CompletableFuture<String> ready) {
        String last = "no output";
        try (BufferedReader lines = broker.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
                if (line.startsWith(KafkaProcess.READY)) {
                    ready.complete(line);
                }
            }
        } catch (IOException e) {
            last = e.toString();
        }
        ready.completeExceptionally(new IOException(last));
    }
}
