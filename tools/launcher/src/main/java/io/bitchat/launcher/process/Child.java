package io.bitchat.launcher.process;

import io.bitchat.embedded.Signals;
import io.bitchat.launcher.suite.SuiteException;
import io.bitchat.launcher.suite.SuiteFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A running process whose output is copied to its log. */
final class Child {
    private static final Duration READINESS_POLL = Duration.ofMillis(50);
    private final ProcessSpec spec;
    private final Process process;
    private final LastLines output = new LastLines();
    private final Thread pump;

    private Child(ProcessSpec spec, Process process, LogFile log) {
        this.spec = spec;
        this.process = process;
        this.pump = Thread.ofPlatform().daemon().name("log-" + spec.name()).start(() -> pump(log));
    }

    static Child spawn(ProcessSpec spec, SuiteFiles files) {
        try {
            var builder = new ProcessBuilder(OwnSession.command(spec.command()))
                    .directory(files.data().toFile())
                    .redirectErrorStream(true);
            var environment = builder.environment();
            environment.keySet().removeIf(spec.purpose()::hides);
            environment.putAll(spec.environment());
            var log = new LogFile(files.log(spec.name()));
            Process process = builder.start();
            process.getOutputStream().close();
            return new Child(spec, process, log);
        } catch (IOException e) {
            throw new SuiteException(spec.name() + " cannot be started: " + e.getMessage(), e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Returns true when the process is ready. Returns false if it ended, or was killed because it exceeded the start
     * limit.
     */
    boolean awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + ProcessSpec.START_LIMIT.toNanos();
        while (!spec.readiness().isReady(output)) {
            if (process.waitFor(READINESS_POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            if (System.nanoTime() > deadline) {
                output.add("ERROR not ready within " + ProcessSpec.START_LIMIT.toSeconds() + " s");
                kill();
                return false;
            }
        }
        return true;
    }

    /** Waits up to {@code patience}; returns true if the process ended. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits for the end of the process and diagnoses it. */
    Diagnosis awaitEnd() throws InterruptedException {
        int code = process.waitFor();
        pump.join(Duration.ofSeconds(1));
        return Diagnosis.of(spec.endpoint(), code, output.all());
    }

    /**
     * Stops the process cleanly, or by force after {@link ProcessSpec#stopLimit}. Signals are sent through the handle:
     * {@link Process#destroy()} would close the output, and the last lines would be lost.
     */
    void stop() throws InterruptedException {
        if (spec.stopSignal() == ProcessSpec.StopSignal.INT) {
            Signals.interrupt(process.pid());
        } else {
            process.toHandle().destroy();
        }
        if (!process.waitFor(spec.stopLimit().toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
        }
        pump.join(Duration.ofSeconds(1));
    }

    /** Ends the process without a wait; a database, which has processes of its own, by its fast shutdown. */
    void end() {
        if (spec.stopSignal() == ProcessSpec.StopSignal.INT) Signals.interrupt(process.pid());
        else process.toHandle().destroyForcibly();
    }

    private void kill() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    private void pump(LogFile log) {
        try (log;
                BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                log.write(line);
            }
        } catch (IOException | UncheckedIOException e) {
            output.add("log cannot be written: " + e.getMessage());
            drain();
        }
    }

    /** Discards the output, so that a full disk does not block the process when it writes. */
    private void drain() {
        try {
            process.getInputStream().skip(Long.MAX_VALUE);
        } catch (IOException e) {
            output.add("output ended: " + e.getMessage());
        }
    }
}
