package io.bitchat.terminal;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** Displays several transfers: on a terminal a line for each, redrawn in place; elsewhere a line per tenth of each. */
public final class ProgressLines {
    private static final long REDRAW_NANOS = 100_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private final Map<String, ProgressBar> bars = new LinkedHashMap<>();
    private int lines;
    private long drawn;

    public ProgressLines(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Adds a line, unless there is one of this title. */
    public void add(String title, long size, long already) {
        bars.computeIfAbsent(
                title,
                _ -> terminal
                        ? ProgressBar.silent(title, size, already)
                        : new ProgressBar(out, false, title, size, already));
    }

    /** @param note further status, such as {@code paused}; empty if it goes on */
    public void at(String title, long bytes, String note) {
        var bar = bars.get(title);
        if (bar == null) return;
        bar.at(bytes, note);
        if (terminal && System.nanoTime() - drawn >= REDRAW_NANOS) draw();
    }

    /** The same with as much as before. */
    public void note(String title, String note) {
        var bar = bars.get(title);
        if (bar == null) return;
        bar.say(note);
        if (terminal) draw();
    }

    /** Displays a sentence; lines that follow go below it. */
    public void say(String text) {
        if (terminal && !bars.isEmpty()) draw();
        out.println(text);
        lines = 0;
    }

    /** Leaves the last state on the screen. */
    public void end() {
        if (terminal && !bars.isEmpty()) draw();
    }

    private void draw() {
        var text = new StringBuilder();
        if (lines > 0) text.append("\033[").append(lines).append('A');
        for (var bar : bars.values())
            text.append("\r\033[2K").append(bar.line()).append('\n');
        lines = bars.size();
        drawn = System.nanoTime();
        out.print(text);
        out.flush();
    }
}
