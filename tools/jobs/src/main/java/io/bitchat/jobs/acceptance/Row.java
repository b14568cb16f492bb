package io.bitchat.jobs.acceptance;

import java.util.Locale;
import java.util.Optional;

/**
 * One line of the scorecard.
 *
 * @param name what was tried or measured
 * @param target what it must reach, with its unit; empty for a step that must only succeed
 * @param measured what was seen
 * @param passed whether the target was reached
 */
record Row(String name, String target, String measured, boolean passed) {
    /** A step that succeeded, or failed for a reason. */
    static Row step(String name, Optional<String> failure) {
        return new Row(name, "", failure.orElse("works"), failure.isEmpty());
    }

    /** A 95th percentile in milliseconds with its upper bound. */
    static Row latency(String name, int bound, double p95) {
        return new Row(name, "p95 < " + bound + " ms", String.format(Locale.ROOT, "%.1f ms", p95), p95 < bound);
    }

    String verdict() {
        return passed ? "pass" : "MISS";
    }
}
