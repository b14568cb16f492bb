package io.bitchat.launcher.s3;

import java.time.Duration;

/**
 * The result of one check.
 *
 * @param remedy what to do; empty if all is well
 */
public record Outcome(String check, Verdict verdict, String detail, Duration took, String remedy) {
    public enum Verdict {
        OK,
        /** The suite can do without it. */
        WARNING,
        FAILED,
        /** An earlier check failed. */
        SKIPPED
    }
}
