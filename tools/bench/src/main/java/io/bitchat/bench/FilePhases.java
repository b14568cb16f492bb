package io.bitchat.bench;

import io.vertx.core.VertxException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The parts of {@code bench files}: one that cannot be measured is named, and the others are measured all the same. */
final class FilePhases {
    private static final List<String> NAMES = List.of("throughput", "latency", "resume", "fetch", "memory", "floors");

    private final List<String> only;
    private final Report report;
    private final PrintStream progress;
    private int unmeasured;

    /** @param only names; all where there are none */
    FilePhases(List<String> only, Report report, PrintStream progress) {
        if (!NAMES.containsAll(only)) throw new Refused("there are the phases " + String.join(",", NAMES));
        this.only = only;
        this.report = report;
        this.progress = progress;
    }

    /** Runs a phase if it was chosen. */
    void run(String name, Runnable phase) {
        if (!only.isEmpty() && !only.contains(name)) return;
        progress.println(name);
        attempt(name, phase);
    }

    /** What the others took some minutes to find out is not thrown away for a part that cannot be measured. */
    void attempt(String name, Runnable part) {
        try {
            part.run();
        } catch (Refused refused) {
            note(name, String.valueOf(refused.getMessage()));
        } catch (VertxException | UncheckedIOException broken) {
            // a connection that was closed, a disk that is full
            note(name, broken.toString());
        }
    }

    private void note(String name, String why) {
        unmeasured++;
        progress.println("bench: " + why);
        report.condition(name + ", not measured", why);
    }

    int unmeasured() {
        return unmeasured;
    }
}
