package io.bitchat.launcher.process;

import java.net.URI;
import java.util.Set;

/**
 * Health of a process.
 *
 * @param complaint one line; empty if the process is ready
 * @param up names of the checks that pass
 * @param down names of the checks that fail
 */
public record Health(String complaint, Set<String> up, Set<String> down) {
    public static final Health READY = new Health("", Set.of(), Set.of());

    /** Health according to a readiness endpoint. */
    public static Health of(URI readiness) {
        HttpProbe.Answer answer = HttpProbe.get(readiness);
        return new Health(
                ReadinessReport.complaint(answer),
                ReadinessReport.names(answer.body(), true),
                ReadinessReport.names(answer.body(), false));
    }

    /** Checks liveness only; an unavailable dependency does not count. */
    public static Health ofLife(URI liveness) {
        return new Health(ReadinessReport.complaint(HttpProbe.get(liveness)), Set.of(), Set.of());
    }

    /** Returns true if the process reported any checks. */
    boolean isSaid() {
        return !up.isEmpty() || !down.isEmpty();
    }

    boolean isReady() {
        return complaint.isEmpty();
    }
}
