package io.bitchat.terminal;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Displays the progress of a transfer: one line redrawn in place on a terminal, elsewhere a line per tenth.
 * Thread-safe.
 */
public final class ProgressBar {
    private static final int WIDTH = 24;
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final double FADE_NANOS = 3e9;

    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

    private final PrintStream out;
    private final boolean terminal;
    private final String name;
    private final long total;
    private long done;
    private long drawn;
    private long rateAt = System.nanoTime();
    private long rateDone;
    private double rate;
    private int tenth = -1;
    private String note = "";

    /** @param already number of bytes that earlier runs transferred */
    public ProgressBar(PrintStream out, boolean terminal, String name, long total, long already) {
        this.out = out;
        this.terminal = terminal;
        this.name = name;
        this.total = Math.max(1, total);
        this.done = already;
        this.rateDone = already;
    }

    /** One that prints nothing by itself: its {@link #line} is shown among others. */
    public static ProgressBar silent(String name, long total, long already) {
        return new ProgressBar(NOWHERE, true, name, total, already);
    }

    /** The line as it is now. */
    public synchronized String line() {
        measure(System.nanoTime());
        return text();
    }

    public static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    public synchronized void moved(long bytes) {
        at(done + bytes, note);
    }

    /**
     * @param bytes number of bytes transferred in all; repeats may make it exceed the total
     * @param text further status, such as what the transfer waits for
     */
    public synchronized void at(long bytes, String text) {
        boolean says = !text.equals(note);
        done = Math.min(bytes, total);
        note = text;
        long now = System.nanoTime();
        if (terminal && (says || now - drawn >= REDRAW_NANOS)) draw(now);
        if (!terminal) line(says);
    }

    public synchronized void say(String text) {
        at(done, text);
    }

    private void draw(long now) {
        measure(now);
        drawn = now;
        out.print("\r\033[2K" + text());
        out.flush();
    }

    private void line(boolean says) {
        int reached = (int) (10 * done / total);
        if (reached == tenth && (!says || note.isEmpty())) return;
        tenth = reached;
        measure(System.nanoTime());
        out.println(text());
    }

    private void measure(long now) {
        double passed = now - rateAt;
        if (passed <= 0) return;
        double lately = (done - rateDone) / (passed / 1e9);
        double weight = rate == 0 ? 1 : 1 - Math.exp(-passed / FADE_NANOS);
        rate += weight * (lately - rate);
        rateAt = now;
        rateDone = done;
    }

    private String text() {
        double part = (double) done / total;
        int full = (int) Math.round(part * WIDTH);
        var text = String.format(
                Locale.ROOT,
                "%s  %s%s  %5.1f %%  %s of %s  %s/s",
                name,
                "█".repeat(full),
                "░".repeat(WIDTH - full),
                100 * part,
                size(done),
                size(total),
                size(rate));
        if (!note.isEmpty()) return text + "  " + note;
        return rate > 0 && done < total ? text + "  " + left((total - done) / rate) : text;
    }

    private static String left(double seconds) {
        if (seconds < 90) return String.format(Locale.ROOT, "%.0f s left", Math.ceil(seconds));
        if (seconds < 5_400) return String.format(Locale.ROOT, "%.0f min left", seconds / 60);
        return String.format(Locale.ROOT, "%.1f h left", seconds / 3_600);
    }

    /** Human-readable size, in powers of ten. */
    public static String size(double bytes) {
        if (bytes < 1_000) return String.format(Locale.ROOT, "%.0f B", bytes);
        if (bytes < 1e6) return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
        if (bytes < 1e9) return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
        return String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
    }

    /** Leaves the last state on the screen. */
    public synchronized void end() {
        if (!terminal) return;
        draw(System.nanoTime());
        out.println();
    }
}
