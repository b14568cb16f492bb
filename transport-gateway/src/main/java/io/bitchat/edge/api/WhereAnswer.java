package io.bitchat.edge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bitchat.transport.MessageKey;
import io.bitchat.transport.failover.TraceEntry;
import io.bitchat.transport.outbox.Finished;
import io.bitchat.transport.outbox.Whereabouts;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Where a message is.
 *
 * @param status {@code queued}, {@code sending}, {@code sent} or {@code failed}
 * @param reason why it waits or has failed
 * @param attempts the oldest first
 */
@Schema(name = "TransportMessage")
@JsonInclude(JsonInclude.Include.NON_NULL)
record WhereAnswer(
        String messageId,
        String receiverId,
        String status,
        @Nullable String reason,
        List<Attempt> attempts) {
    /**
     * An attempt to send it.
     *
     * @param chosen why this transport was taken
     * @param result {@code sent}, {@code send_failed}, {@code timed_out}, {@code transport_lost} or {@code superseded}
     * @param detail the transport's own code
     */
    @Schema(name = "TransportAttempt")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Attempt(
            int attempt,
            String transport,
            String chosen,
            String privacyAchieved,
            String result,
            String detail,
            Instant began,
            Instant ended) {
        private static Attempt of(TraceEntry entry) {
            var by = entry.by();
            return new Attempt(
                    entry.attempt(),
                    by.transport().name(),
                    by.reason().wire(),
                    by.privacy().wire(),
                    entry.result().wire(),
                    entry.detail(),
                    entry.began(),
                    entry.ended());
        }
    }

    static WhereAnswer of(MessageKey key, Whereabouts where, List<TraceEntry> trace) {
        var attempts = trace.stream().map(Attempt::of).toList();
        return switch (where) {
            case Whereabouts.Unknown(), Whereabouts.Storing() -> answer(key, "queued", null, attempts);
            case Whereabouts.Waiting(var reason) -> answer(key, "queued", reason.wire(), attempts);
            case Whereabouts.InFlight() -> answer(key, "sending", null, attempts);
            case Whereabouts.Gone(var finished) ->
                switch (finished.end()) {
                    case Finished.End.HandedOver _ -> answer(key, "sent", null, attempts);
                    case Finished.End.Failed(var reason, var _) -> answer(key, "failed", reason.wire(), attempts);
                };
        };
    }

    private static WhereAnswer answer(MessageKey key, String status, @Nullable String reason, List<Attempt> attempts) {
        return new WhereAnswer(key.id(), key.receiver(), status, reason, attempts);
    }
}
