package io.bitchat.transport.failover;

import io.bitchat.transport.Message;
import io.bitchat.transport.ReasonCode;
import io.bitchat.transport.Strategy;
import io.bitchat.transport.Surroundings;
import io.bitchat.transport.TransportId;
import io.bitchat.transport.plan.Candidate;
import io.bitchat.transport.plan.Planner;
import io.bitchat.transport.plan.Verdict;
import io.bitchat.transport.plan.Way;
import io.bitchat.transport.settings.TransportSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * State machine of one run: tries the transports for one message until one takes it over, or none is left.
 * Single-threaded; times never go back. docs/transport.md, section 2.
 */
public final class Failover {
    private final Message message;
    private final TransportSettings settings;
    private final Planner planner;

    private final Map<Integer, Attempt> attempts = new LinkedHashMap<>();
    /** The pool is what is not in here. By id: the registry may replace the object of a transport at any time. */
    private final Set<TransportId> failed = new HashSet<>();

    private @Nullable Outcome outcome;
    private boolean arrived;
    private Instant now = Instant.EPOCH;
    private List<Effect> effects = new ArrayList<>();

    public Failover(Message message, TransportSettings settings) {
        this.message = message;
        this.settings = settings;
        planner = new Planner(settings);
    }

    private static final class Attempt {
        final int number;
        final Candidate by;
        final Instant began;
        boolean open = true;

        Attempt(int number, Candidate by, Instant began) {
            this.number = number;
            this.by = by;
            this.began = began;
        }
    }

    /**
     * Handles one input, and returns the effects for the driver.
     *
     * @param around the transports as they are now, from which a fallback is chosen
     */
    public List<Effect> handle(Input input, Surroundings around, Instant now) {
        this.now = now;
        effects = new ArrayList<>(4);
        switch (input) {
            case Input.Started() -> start(around);
            case Input.Accepted(int number) -> accepted(number);
            case Input.Failed(int number, var detail) -> failed(number, detail, around);
            case Input.Lost(var transport) -> lost(transport, around);
            case Input.Tick() -> giveUpSilent(around);
            case Input.Cancelled() -> cancel();
        }
        return effects;
    }

    /** Whether the run is over. */
    public boolean hasEnded() {
        return outcome != null;
    }

    private void start(Surroundings around) {
        if (outcome == null && attempts.isEmpty()) proceed(null, around);
    }

    // --- how attempts end

    private void accepted(int number) {
        var attempt = attempts.get(number);
        if (attempt == null || arrived) return;
        trace(attempt, ReasonCode.SENT, "");
        attempt.open = false;
        arrived = true;
        if (outcome != null) {
            effects.add(new Effect.ArrivedLate(number, attempt.by.transport()));
            return;
        }
        supersedeOpen();
        end(new Outcome.Sent(number, attempt.by));
    }

    private void failed(int number, String detail, Surroundings around) {
        var attempt = attempts.get(number);
        if (attempt == null || !attempt.open) return;
        close(attempt, ReasonCode.SEND_FAILED, detail);
        proceed(new Failure(attempt, ReasonCode.SEND_FAILED), around);
    }

    private void lost(TransportId transport, Surroundings around) {
        for (var attempt : open()) {
            if (!attempt.by.transport().equals(transport)) continue;
            abandon(attempt, ReasonCode.TRANSPORT_LOST);
            proceed(new Failure(attempt, ReasonCode.TRANSPORT_LOST), around);
        }
    }

    private void giveUpSilent(Surroundings around) {
        for (var attempt : open()) {
            if (now.isBefore(attempt.began.plus(settings.failoverTimeout()))) continue;
            abandon(attempt, ReasonCode.TIMED_OUT);
            proceed(new Failure(attempt, ReasonCode.TIMED_OUT), around);
        }
    }

    private void cancel() {
        if (outcome != null) return;
        supersedeOpen();
        end(new Outcome.Cancelled());
    }

    private void supersedeOpen() {
        for (var attempt : open()) abandon(attempt, ReasonCode.SUPERSEDED);
    }

    private void abandon(Attempt attempt, ReasonCode result) {
        effects.add(new Effect.Abandon(attempt.number, attempt.by.transport()));
        close(attempt, result, "");
    }

    private void close(Attempt attempt, ReasonCode result, String detail) {
        attempt.open = false;
        failed.add(attempt.by.transport());
        trace(attempt, result, detail);
    }

    private void trace(Attempt attempt, ReasonCode result, String detail) {
        effects.add(new Effect.Traced(
                new TraceEntry(message.key(), attempt.number, attempt.by, result, detail, attempt.began, now)));
    }

    private List<Attempt> open() {
        return attempts.values().stream().filter(attempt -> attempt.open).toList();
    }

    // --- what comes next

    private record Failure(Attempt attempt, ReasonCode reason) {}

    /** Goes on after a failure, or begins if there was none. Waits while other attempts of a race are open. */
    private void proceed(@Nullable Failure failure, Surroundings around) {
        if (!open().isEmpty()) return;
        if (failure != null && !settings.enableFailover()) {
            giveUp(failure, new Outcome.Failed(ReasonCode.FAILOVER_DISABLED));
        } else if (attempts.size() >= settings.maxRetryAttempts()) {
            giveUp(failure, unsent(ReasonCode.ATTEMPTS_EXHAUSTED));
        } else {
            replan(failure, around);
        }
    }

    private void replan(@Nullable Failure failure, Surroundings around) {
        var plan = planner.plan(message, around, failed);
        switch (plan.verdict()) {
            case Verdict.Send() -> send(failure, plan.candidates(), around);
            case Verdict.Queue(var reason) -> giveUp(failure, new Outcome.Queued(reason));
            case Verdict.Refuse(var reason) -> giveUp(failure, new Outcome.Refused(reason));
        }
    }

    private void send(@Nullable Failure failure, List<Candidate> candidates, Surroundings around) {
        var first = candidates.getFirst();
        warn(failure, first.transport());
        if (first.way() == Way.FAN_OUT) {
            var copies = message.copiesFor(around.members().stream().sorted().toList());
            end(new Outcome.FannedOut(first, copies));
            return;
        }
        int room = settings.maxRetryAttempts() - attempts.size();
        candidates.stream()
                .filter(candidate -> candidate.way() != Way.FAN_OUT)
                .limit(message.wishes().strategy() == Strategy.RACE ? room : 1)
                .forEach(this::begin);
        effects.add(new Effect.Wake(now.plus(settings.failoverTimeout())));
    }

    private void begin(Candidate by) {
        var attempt = new Attempt(attempts.size() + 1, by, now);
        attempts.put(attempt.number, attempt);
        effects.add(new Effect.Send(attempt.number, by));
    }

    private void giveUp(@Nullable Failure failure, Outcome how) {
        warn(failure, null);
        end(how);
    }

    private Outcome unsent(ReasonCode reason) {
        return message.wishes().strict() ? new Outcome.Refused(reason) : new Outcome.Queued(reason);
    }

    private void warn(@Nullable Failure failure, @Nullable TransportId next) {
        if (failure == null) return;
        effects.add(new Effect.Switched(failure.attempt().by.transport(), failure.reason(), next));
    }

    private void end(Outcome how) {
        outcome = how;
        effects.add(new Effect.Ended(how));
    }
}
