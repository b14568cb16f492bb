package io.bitchat.launcher;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A launcher in a process of its own, with its output. */
final class LauncherProcess implements AutoCloseable {
    private static final int LINE_SECONDS = 60;

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();
    private final Thread reader;

    private LauncherProcess(Process process) {
        this.process = process;
        this.reader = Thread.ofPlatform().daemon().start(this::read);
    }

    static LauncherProcess run(Path root, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dbitchat.root=" + root,
                "-cp",
                System.getProperty("java.class.path"),
                Launcher.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new LauncherProcess(builder.start());
    }

    long pid() {
        return process.pid();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Waits for the next line that contains the text. */
    String awaitLine(String text) throws InterruptedException {
        for (String line = next(); line != null; line = next()) {
            seen.add(line);
            if (line.contains(text)) {
                return line;
            }
        }
        throw new AssertionError("no line with '" + text + "' in " + seen);
    }

    /** All output until the process ends. */
    List<String> awaitEnd() throws InterruptedException {
        if (!process.waitFor(LINE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still runs: " + seen + lines);
        }
        reader.join();
        lines.drainTo(seen);
        return seen;
    }

    int exitCode() {
        return process.exitValue();
    }

    void terminate() {
        process.toHandle().destroy();
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            process.toHandle().destroy();
            awaitEnd();
        }
    }

    private String next() throws InterruptedException {
        return lines.poll(LINE_SECONDS, TimeUnit.SECONDS);
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add(e.toString());
        }
    }
}
