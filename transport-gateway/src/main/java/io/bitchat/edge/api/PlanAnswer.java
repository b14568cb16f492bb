package io.bitchat.edge.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bitchat.transport.plan.Candidate;
import io.bitchat.transport.plan.Excluded;
import io.bitchat.transport.plan.Plan;
import io.bitchat.transport.plan.Verdict;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What would happen to a message.
 *
 * @param verdict {@code send}, {@code queue} or {@code refuse}
 * @param reason why it would not be sent now
 * @param transport that would carry it
 * @param privacyAchieved how private its way would be
 * @param transports all of them, the best first
 */
@Schema(name = "TransportPlan")
@JsonInclude(JsonInclude.Include.NON_NULL)
record PlanAnswer(
        String verdict,
        @Nullable String reason,
        @Nullable String transport,
        @Nullable String privacyAchieved,
        List<Rank> transports) {
    /**
     * A transport in a plan.
     *
     * @param type of the way that the message would take
     * @param score 1 to 100; 0 for one that cannot carry the message now
     * @param reason why it has this score, or why it cannot
     * @param way {@code unicast}, {@code broadcast} or {@code fan_out}
     * @param cause what the transport says about itself if it does not work
     * @param remedy what to do then
     */
    @Schema(name = "TransportRank")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Rank(
            String transport,
            @Nullable String type,
            int score,
            String reason,
            @Nullable String privacyAchieved,
            @Nullable String way,
            @Nullable String cause,
            @Nullable String remedy) {
        private static Rank of(Candidate one) {
            var type = one.type().name();
            return new Rank(
                    one.transport().name(),
                    type,
                    one.score(),
                    one.reason().wire(),
                    one.privacy().wire(),
                    one.way().wire(),
                    null,
                    null);
        }

        private static Rank of(Excluded one) {
            var cause = one.cause();
            return new Rank(
                    one.transport().name(),
                    null,
                    0,
                    one.reason().wire(),
                    null,
                    null,
                    cause == null ? null : cause.reason(),
                    cause == null ? null : cause.remedy());
        }
    }

    static PlanAnswer of(Plan plan) {
        var ranks = Stream.concat(
                        plan.candidates().stream().map(Rank::of),
                        plan.excluded().stream().map(Rank::of))
                .toList();
        return switch (plan.verdict()) {
            case Verdict.Send() -> {
                var first = plan.candidates().getFirst();
                yield new PlanAnswer(
                        "send", null, first.transport().name(), first.privacy().wire(), ranks);
            }
            case Verdict.Queue(var reason) -> new PlanAnswer("queue", reason.wire(), null, null, ranks);
            case Verdict.Refuse(var reason) -> new PlanAnswer("refuse", reason.wire(), null, null, ranks);
        };
    }
}
