package io.bitchat.messages.edge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Counts and logs what edge nodes said and the service did not accept. Nobody waits for an answer. */
@ApplicationScoped
class Refusals {
    private static final List<String> REASONS = List.of(
            "invalid",
            "too_large",
            "id_taken",
            "id_reserved",
            "peer_retired",
            "unknown_peer",
            "unknown_message",
            "other_peers");

    private final MeterRegistry metrics;

    Refusals(MeterRegistry metrics) {
        this.metrics = metrics;
        // they start at 0, so that an alert sees the first one as an increase
        REASONS.forEach(this::counter);
    }

    /**
     * Something that is not accepted.
     *
     * @param what {@code received}, {@code attempted} or {@code delivered}
     * @param reason stable code
     */
    record Refusal(String what, String messageId, String peerId, String reason) {}

    /** Call it after the commit, so that a repeated batch counts once. */
    void note(List<Refusal> refusals) {
        for (var refusal : refusals) {
            counter(refusal.reason()).increment();
            Log.warnf(
                    "fact of an edge node refused what=%s reason=%s messageId=%s peerId=%s",
                    refusal.what(), refusal.reason(), refusal.messageId(), refusal.peerId());
        }
    }

    private Counter counter(String reason) {
        return metrics.counter("bitchat.messages.edge.refused", "reason", reason);
    }
}
