package io.bitchat.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL 17 server as a child process, with the durability of a production server. It can be restarted after a
 * stop or a crash; the data stay. Not thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int POLL_MILLIS = 25;
    private static final int LINES_KEPT = 20;

    private final PostgresCluster cluster;
    private final Deque<String> lastLines = new ArrayDeque<>();
    private @Nullable Process process;

    public EmbeddedPostgres(PostgresConfig config) {
        this(new PostgresCluster(config, PostgresBinaries.unpack()));
    }

    public EmbeddedPostgres(PostgresCluster cluster) {
        this.cluster = cluster;
    }

    public PostgresConfig config() {
        return cluster.config();
    }

    /**
     * Returns when the server answers connections.
     *
     * @throws EmbeddedException if the port is taken, the folder is unusable, or the server ends
     */
    public void start() {
        cluster.prepare();
        if (!FreePorts.isFree(config().host(), config().port())) {
            throw new EmbeddedException(
                    "port " + config().port() + " for PostgreSQL is in use; stop what listens there or choose another");
        }
        try {
            Process started = new ProcessBuilder(cluster.command())
                    .redirectErrorStream(true)
                    .start();
            process = started;
            keepLastLines(started);
            awaitReady(started);
        } catch (IOException e) {
            throw new EmbeddedException("PostgreSQL cannot be started: " + e.getMessage(), e);
        }
    }

    /**
     * Fast shutdown: disconnects clients and completes the write-ahead log. The server is killed after 20 s. Also stops
     * a server that another instance started on the folder.
     */
    public void stop() {
        handle().ifPresent(server -> {
            Signals.interrupt(server.pid());
            ProcessTermination.await(server, STOP_LIMIT);
        });
    }

    /** Kills the server with SIGKILL, like a crash: nothing is flushed. */
    public void kill() {
        handle().ifPresent(ProcessTermination::kill);
    }

    public boolean isRunning() {
        return handle().isPresent();
    }

    private Optional<ProcessHandle> handle() {
        Process own = process;
        return own != null && own.isAlive()
                ? Optional.of(own.toHandle())
                : PostmasterFile.in(config().dataFolder()).running();
    }

    /** The id of the process that serves the folder. */
    public Optional<Long> pid() {
        return handle().map(ProcessHandle::pid);
    }

    @Override
    public void close() {
        stop();
    }

    private void awaitReady(Process started) {
        var probe = new PostgresProbe(config());
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!probe.isReady()) {
            if (await(started, Duration.ofMillis(POLL_MILLIS))) {
                throw new EmbeddedException("PostgreSQL ended with code " + started.exitValue() + ": " + lastError());
            }
            if (System.nanoTime() > deadline) {
                started.destroyForcibly();
                throw new EmbeddedException("PostgreSQL did not answer within 60 s: " + lastError());
            }
        }
    }

    private static boolean await(Process child, Duration limit) {
        try {
            return child.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException("interrupted while waiting for PostgreSQL", e);
        }
    }

    private void keepLastLines(Process started) {
        Thread.ofPlatform().daemon().name("postgres-log").start(() -> {
            try (BufferedReader lines = started.inputReader()) {
                lines.lines().forEach(this::keep);
            } catch (IOException | java.io.UncheckedIOException _) {
                keep("its output ended");
            }
        });
    }

    private void keep(String line) {
        synchronized (lastLines) {
            lastLines.addLast(line);
            if (lastLines.size() > LINES_KEPT) {
                lastLines.removeFirst();
            }
        }
    }

    private String lastError() {
        synchronized (lastLines) {
            List<String> lines = List.copyOf(lastLines);
            return lines.stream()
                    .filter(line -> line.contains("FATAL") || line.contains("PANIC"))
                    .findFirst()
                    .orElse(lines.isEmpty() ? "no output" : lines.getLast());
        }
    }
}
