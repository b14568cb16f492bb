package io.bitchat.testkit;

import io.bitchat.embedded.ProcessTermination;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server of this JVM in its own process, so that it can be killed and uses none of our heap. */
final class ServerProcess {
    private static final int START_SECONDS = 60;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final String NOBODY = "-1";

    private final String name;
    private final String readyLine;

    /** @param readyLine beginning of the output line by which the server reports that it is ready */
    ServerProcess(String name, String readyLine) {
        this.name = name;
        this.readyLine = readyLine;
    }

    void start(List<String> command) {
        try {
            Process server =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            SharedState.put(name + ".pid", Long.toString(server.pid()));
            EndOfJvm.ends(server.pid(), "-TERM");
            awaitReady(server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop() {
        process().ifPresent(server -> {
            server.destroy();
            ProcessTermination.await(server, STOP_LIMIT);
        });
    }

    void kill() {
        process().ifPresent(ProcessTermination::kill);
    }

    boolean isRunning() {
        return process().isPresent();
    }

    private Optional<ProcessHandle> process() {
        String pid = SharedState.get(name + ".pid", () -> NOBODY);
        return pid.equals(NOBODY)
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(pid)).filter(ProcessTermination::isRunning);
    }

    private void awaitReady(Process server) {
        var ready = new CompletableFuture<String>();
        Thread.ofPlatform().daemon().name(name + "-output").start(() -> follow(server, ready));
        try {
            ready.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a server starts: " + name, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a server does not start: " + name + ": " + e.getMessage(), e);
        } catch (TimeoutException e) {
            server.destroyForcibly();
            throw new IllegalStateException("a server did not start within " + START_SECONDS + " s: " + name, e);
        }
    }

    private void follow(Process server, CompletableFuture<String> ready) {
        String last = "no output";
        try (BufferedReader lines = server.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
                if (line.startsWith(readyLine)) {
                    ready.complete(line);
                }
            }
        } catch (IOException e) {
            last = e.toString();
        }
        ready.completeExceptionally(new IOException(last));
    }
}
