package io.bitchat.launcher;

import java.net.URI;
import java.util.Set;

/**
 * How a process says it is.
 *
 * @param complaint empty where it is ready, else one line
 * @param up names of the checks that pass
 * @param down names of the checks that do not
 */
record Health(String complaint, Set<String> up, Set<String> down) {
    static final Health READY = new Health("", Set.of(), Set.of());

    /** What stands at a readiness address. */
    static Health of(URI readiness) {
        HttpProbe.Answer answer = HttpProbe.get(readiness);
        return new Health(
                ReadinessReport.complaint(answer),
                ReadinessReport.names(answer.body(), true),
                ReadinessReport.names(answer.body(), false));
    }

    /** Only whether there is an answer; of what others need it says nothing. */
    static Health ofLife(URI liveness) {
        return new Health(ReadinessReport.complaint(HttpProbe.get(liveness)), Set.of(), Set.of());
    }

    /** Whether it has said how it is. */
    boolean isSaid() {
        return !up.isEmpty() || !down.isEmpty();
    }

    boolean isReady() {
        return complaint.isEmpty();
    }
}
