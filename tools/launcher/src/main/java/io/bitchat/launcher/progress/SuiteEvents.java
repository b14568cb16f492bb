package io.bitchat.launcher.progress;

import io.bitchat.launcher.process.Diagnosis;
import io.bitchat.launcher.process.ProcessSpec;
import java.time.Duration;

/** Events for the user while the suite starts, runs and stops. Called by several threads. */
public interface SuiteEvents {
    void starting(ProcessSpec spec);

    void ready(ProcessSpec spec, Duration elapsed);

    /** The process will be restarted after the pause; {@code attempt} reads like "1 of 5". */
    void died(ProcessSpec spec, Diagnosis why, Duration pause, String attempt);

    void stopping(ProcessSpec spec);

    void stopped(ProcessSpec spec, Duration elapsed);
}
