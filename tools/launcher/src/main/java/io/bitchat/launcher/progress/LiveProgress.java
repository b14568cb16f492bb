package io.bitchat.launcher.progress;

import io.bitchat.launcher.process.Diagnosis;
import io.bitchat.launcher.process.ProcessSpec;
import io.bitchat.launcher.suite.Endpoint;
import io.bitchat.launcher.suite.SuiteFiles;
import java.io.PrintStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A block of terminal lines, one per process, redrawn in place while a process starts or stops. Thread-safe. */
public final class LiveProgress implements SuiteEvents, AutoCloseable {
    private static final int REDRAW_MILLIS = 200;
    private static final String CLEAR_LINE = "\r\u001b[2K";
    private static final String UP = "\u001b[%dA";

    private sealed interface Line {
        record Moving(String what, long since) implements Line {}

        record Settled(String what, Duration took) implements Line {}
    }

    private final PrintStream out;
    private final SuiteFiles files;
    private final Map<Endpoint, Line> lines = new EnumMap<>(Endpoint.class);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private int drawn;

    public LiveProgress(PrintStream out, SuiteFiles files) {
        this.out = out;
        this.files = files;
        var _ = clock.scheduleAtFixedRate(this::redraw, REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void starting(ProcessSpec spec) {
        set(spec, new Line.Moving("starting", System.nanoTime()));
    }

    @Override
    public void ready(ProcessSpec spec, Duration elapsed) {
        set(spec, new Line.Settled("ready", elapsed));
    }

    @Override
    public void died(ProcessSpec spec, Diagnosis why, Duration pause, String attempt) {
        say(PlainProgress.deathLine(spec, why, pause, attempt, files));
    }

    @Override
    public void stopping(ProcessSpec spec) {
        set(spec, new Line.Moving("stopping", System.nanoTime()));
    }

    @Override
    public void stopped(ProcessSpec spec, Duration elapsed) {
        set(spec, new Line.Settled("stopped", elapsed));
    }

    /** Ends the block: later output is printed below it. */
    public synchronized void settle() {
        redraw();
        lines.clear();
        drawn = 0;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private synchronized void set(ProcessSpec spec, Line line) {
        lines.put(spec.endpoint(), line);
        draw();
    }

    /** Prints a line above the block. */
    private synchronized void say(String text) {
        erase();
        out.println(text);
        drawn = 0;
        draw();
    }

    private synchronized void redraw() {
        if (lines.values().stream().anyMatch(Line.Moving.class::isInstance)) {
            draw();
        }
    }

    private void draw() {
        erase();
        lines.forEach((endpoint, line) -> out.println("  " + "%-20s".formatted(endpoint.label()) + text(line)));
        drawn = lines.size();
        out.flush();
    }

    private void erase() {
        if (drawn > 0) {
            out.print(UP.formatted(drawn));
            for (int i = 0; i < drawn; i++) {
                out.print(CLEAR_LINE + "\n");
            }
            out.print(UP.formatted(drawn));
        }
    }

    private static String text(Line line) {
        return switch (line) {
            case Line.Moving(var what, var since) ->
                what + " … " + PlainProgress.seconds(Duration.ofNanos(System.nanoTime() - since));
            case Line.Settled(var what, var took) -> what + " after " + PlainProgress.seconds(took);
        };
    }
}
