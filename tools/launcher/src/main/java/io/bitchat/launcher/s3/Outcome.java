package io.bitchat.launcher.s3;

import java.time.Duration;

/**
 * What became of one check.
 *
 * @param remedy what to do; empty where all is well
 */
public record Outcome(String check, Verdict verdict, String detail, Duration took, String remedy) {
    public enum Verdict {
        OK,
        /** The suite does without. */
        WARNING,
        FAILED,
        /** Something before it failed. */
        SKIPPED
    }
}
