package io.bitchat.bench.files;

import io.bitchat.bench.Refused;
import io.bitchat.bench.report.Report;
import io.vertx.core.VertxException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The phases of {@code bench files}. A phase that cannot be measured is reported, and the others run all the same. */
final class FilePhases {
    private static final List<String> NAMES = List.of("throughput", "latency", "resume", "fetch", "memory", "floors");

    private final List<String> only;
    private final Report report;
    private final PrintStream progress;
    private int unmeasured;

    /** @param only names of the phases to run; empty for all */
    FilePhases(List<String> only, Report report, PrintStream progress) {
        if (!NAMES.containsAll(only)) throw new Refused("unknown phase; the phases are " + String.join(",", NAMES));
        this.only = only;
        this.report = report;
        this.progress = progress;
    }

    /** Runs a phase if it was selected. */
    void run(String name, Runnable phase) {
        if (!only.isEmpty() && !only.contains(name)) return;
        progress.println(name);
        attempt(name, phase);
    }

    /** Runs a part; a failure is reported and does not discard the results of the other parts. */
    void attempt(String name, Runnable part) {
        try {
            part.run();
        } catch (Refused refused) {
            note(name, String.valueOf(refused.getMessage()));
        } catch (VertxException | UncheckedIOException broken) {
            // for example a closed connection or a full disk
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
