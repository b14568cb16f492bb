package io.bitchat.backup;

import java.io.PrintStream;
import java.time.Duration;

/** Lines about long work, at most one every few seconds. */
final class Progress {
    private static final long PAUSE = Duration.ofSeconds(3).toNanos();
    private static final double MEBIBYTE = 1 << 20;

    private final PrintStream out;
    private final String what;
    private final long total;
    private long objects;
    private long bytes;
    private long told = System.nanoTime();

    /** @param total number of objects to come */
    Progress(PrintStream out, String what, long total) {
        this.out = out;
        this.what = what;
        this.total = total;
    }

    void add(long size) {
        objects++;
        bytes += size;
        if (System.nanoTime() - told < PAUSE) return;
        told = System.nanoTime();
        tell();
    }

    void tell() {
        out.printf("%s: %,d of %,d, %,.1f MiB%n", what, objects, total, bytes / MEBIBYTE);
    }

    long objects() {
        return objects;
    }
}
