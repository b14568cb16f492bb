package io.bitchat.sim.report;

import java.io.PrintStream;
import java.util.function.Consumer;

/** Redraws one line in place on a terminal; prints nothing elsewhere. Thread-safe. */
public final class Progress implements Consumer<String> {
    private final PrintStream err;
    private final boolean live;

    public Progress(PrintStream err, boolean live) {
        this.err = err;
        this.live = live;
    }

    @Override
    public synchronized void accept(String step) {
        if (!live) return;
        err.print("\r\033[2K  " + step + " …");
        err.flush();
    }

    public synchronized void done() {
        if (live) err.print("\r\033[2K");
    }
}
