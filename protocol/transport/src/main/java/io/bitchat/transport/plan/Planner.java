package io.bitchat.transport.plan;

import io.bitchat.transport.Message;
import io.bitchat.transport.Policy;
import io.bitchat.transport.Privacy;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.Surroundings;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.TransportState;
import io.bitchat.transport.settings.TransportSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ranks the transports for one message. A pure function of its arguments; docs/transport.md, section 1. */
public final class Planner {
    /** The score of the transport that the sender prefers or a rule names. */
    private static final int CHOSEN = 100;

    private final TransportSettings settings;

    public Planner(TransportSettings settings) {
        this.settings = settings;
    }

    /** The plan for a message that was not tried yet. */
    public Plan plan(Message message, Surroundings around) {
        return plan(message, around, Set.of());
    }

    /** The plan for a message, without the transports that have failed to carry it. */
    public Plan plan(Message message, Surroundings around, Set<TransportId> failed) {
        var gate = new Gate(settings, message, around, failed);
        var usable = new ArrayList<TransportState>();
        var excluded = new ArrayList<Excluded>();
        around.transports().stream()
                .sorted(Comparator.comparing(TransportState::id))
                .forEach(state -> {
                    var why = gate.excluded(state);
                    if (why == null) usable.add(state);
                    else excluded.add(why);
                });
        var candidates = ranked(message, around, gate, usable);
        return new Plan(verdict(message, candidates, excluded), candidates, excluded);
    }

    private List<Candidate> ranked(Message message, Surroundings around, Gate gate, List<TransportState> usable) {
        var chosen = chosen(message, around, usable);
        var scale = new Scale(settings, message);
        boolean somebodyBroadcasts = usable.stream().anyMatch(state -> gate.way(state) == Way.BROADCAST);
        return usable.stream()
                .map(state -> {
                    var way = gate.way(state);
                    var score = chosen != null && chosen.transport().equals(state.id())
                            ? new Scale.Score(CHOSEN, chosen.reason())
                            : scale.score(state);
                    // one frame for all is cheaper than a copy for each
                    int value = way == Way.FAN_OUT && somebodyBroadcasts && score.value() < CHOSEN
                            ? (score.value() + 1) / 2
                            : score.value();
                    return new Candidate(state.id(), state.wayType(), value, score.reason(), state.privacy(), way);
                })
                .sorted(Comparator.comparingInt(Candidate::score)
                        .reversed()
                        .thenComparing(candidate -> settings.placeOf(candidate.transport()))
                        .thenComparing(Candidate::transport))
                .toList();
    }

    /** What the sender prefers; else, with the policy {@code seed}, what the rules name; null if it is not usable. */
    private static @Nullable SeedRule chosen(Message message, Surroundings around, List<TransportState> usable) {
        var preference = message.wishes().preference();
        if (preference != null && has(usable, preference)) return new SeedRule(preference, ReasonCode.PREFERRED);
        if (message.wishes().policy() != Policy.SEED) return null;
        var rule = SeedRule.of(message, around);
        return has(usable, rule.transport()) ? rule : null;
    }

    private static boolean has(List<TransportState> usable, TransportId id) {
        return usable.stream().anyMatch(state -> state.id().equals(id));
    }

    private static Verdict verdict(Message message, List<Candidate> candidates, List<Excluded> excluded) {
        if (!candidates.isEmpty()) return new Verdict.Send();
        // a registry that is still empty says nothing about what will be able to carry the message
        if (!excluded.isEmpty() && excluded.stream().allMatch(Excluded::isForGood)) {
            return new Verdict.Refuse(ReasonCode.NO_CAPABLE_TRANSPORT);
        }
        var reason = reason(message, excluded);
        return message.wishes().strict() ? new Verdict.Refuse(reason) : new Verdict.Queue(reason);
    }

    private static ReasonCode reason(Message message, List<Excluded> excluded) {
        if (message.wishes().privacy() == Privacy.REQUIRED) return ReasonCode.NO_PRIVATE_TRANSPORT;
        if (any(excluded, ReasonCode.NOT_PREFERRED)) return ReasonCode.PREFERRED_UNAVAILABLE;
        if (any(excluded, ReasonCode.RECEIVER_UNREACHABLE)) return ReasonCode.RECEIVER_UNREACHABLE;
        if (any(excluded, ReasonCode.ALREADY_FAILED)) return ReasonCode.ALL_TRANSPORTS_FAILED;
        return ReasonCode.NO_TRANSPORT_AVAILABLE;
    }

    private static boolean any(List<Excluded> excluded, ReasonCode reason) {
        return excluded.stream().anyMatch(one -> one.reason() == reason);
    }
}
