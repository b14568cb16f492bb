package io.bitchat.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** One line per event, for logs and pipes. */
final class PlainProgress implements SuiteEvents {
    private final PrintStream out;
    private final SuiteFiles files;

    PlainProgress(PrintStream out, SuiteFiles files) {
        this.out = out;
        this.files = files;
    }

    @Override
    public void starting(Part part) {
        out.println("  " + part.name() + " starting");
    }

    @Override
    public void ready(Part part, Duration elapsed) {
        out.println("  " + part.name() + " ready after " + seconds(elapsed));
    }

    @Override
    public void died(Part part, Diagnosis why, Duration pause, String attempt) {
        out.println(deathLine(part, why, pause, attempt, files));
    }

    @Override
    public void stopping(Part part) {
        out.println("  " + part.name() + " stopping");
    }

    @Override
    public void stopped(Part part, Duration elapsed) {
        out.println("  " + part.name() + " stopped after " + seconds(elapsed));
    }

    static String deathLine(Part part, Diagnosis why, Duration pause, String attempt, SuiteFiles files) {
        return part.name() + " " + why.cause() + "; " + why.remedy() + " (" + files.log(part.name())
                + "); starting it again in " + seconds(pause) + ", " + attempt;
    }

    static String seconds(Duration elapsed) {
        return String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1000.0);
    }
}
