package io.bitchat.launcher.progress;

import io.bitchat.launcher.process.Diagnosis;
import io.bitchat.launcher.process.ProcessSpec;
import io.bitchat.launcher.suite.SuiteFiles;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Prints one line per event, for logs and pipes. */
public final class PlainProgress implements SuiteEvents {
    private final PrintStream out;
    private final SuiteFiles files;

    public PlainProgress(PrintStream out, SuiteFiles files) {
        this.out = out;
        this.files = files;
    }

    @Override
    public void starting(ProcessSpec spec) {
        out.println("  " + spec.name() + " starting");
    }

    @Override
    public void ready(ProcessSpec spec, Duration elapsed) {
        out.println("  " + spec.name() + " ready after " + seconds(elapsed));
    }

    @Override
    public void died(ProcessSpec spec, Diagnosis why, Duration pause, String attempt) {
        out.println(deathLine(spec, why, pause, attempt, files));
    }

    @Override
    public void stopping(ProcessSpec spec) {
        out.println("  " + spec.name() + " stopping");
    }

    @Override
    public void stopped(ProcessSpec spec, Duration elapsed) {
        out.println("  " + spec.name() + " stopped after " + seconds(elapsed));
    }

    static String deathLine(ProcessSpec spec, Diagnosis why, Duration pause, String attempt, SuiteFiles files) {
        return spec.name() + " " + why.cause() + "; " + why.remedy() + " (" + files.log(spec.name())
                + "); starting it again in " + seconds(pause) + ", " + attempt;
    }

    static String seconds(Duration elapsed) {
        return String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1000.0);
    }
}
