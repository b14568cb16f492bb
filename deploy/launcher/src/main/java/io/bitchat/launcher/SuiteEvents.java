package io.bitchat.launcher;

import java.time.Duration;

/** What a user wants to see while the suite starts, runs and stops. Called by several threads. */
interface SuiteEvents {
    void starting(Part part);

    void ready(Part part, Duration elapsed);

    /** The part will be started again after the pause; {@code attempt} reads like "1 of 5". */
    void died(Part part, Diagnosis why, Duration pause, String attempt);

    void stopping(Part part);

    void stopped(Part part, Duration elapsed);
}
