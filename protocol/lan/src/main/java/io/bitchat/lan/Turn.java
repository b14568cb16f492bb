package io.bitchat.lan;

import io.bitchat.lan.wire.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Context that all parts of a node share while one input is handled: time, random source, and effects so far. */
public final class Turn {
    /** Ticks come more often: a longer step means that the clock was set, or that this node did not run. */
    private static final long LONGEST_STEP = 1_000;

    private final LanParameters parameters;
    private final RandomGenerator random;
    private final long[] counts = new long[Count.values().length];
    private final long[] refusals = new long[Refusal.values().length];
    private final long[] closes = new long[CloseReason.values().length];
    private List<Effect> effects = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private long elapsed;

    /** For a node, and for tests of its parts. */
    public Turn(LanParameters parameters, RandomGenerator random) {
        this.parameters = parameters;
        this.random = random;
    }

    /** Begins with an input; the wall clock may have been set since the last one. */
    public void begin(Instant at) {
        elapsed += Math.clamp(at.toEpochMilli() - now.toEpochMilli(), 0, LONGEST_STEP);
        now = at;
        effects = new ArrayList<>(4);
    }

    /** The effects since {@link #begin}. */
    public List<Effect> end() {
        return effects;
    }

    public LanParameters parameters() {
        return parameters;
    }

    public RandomGenerator random() {
        return random;
    }

    /** Wall-clock time of this input. */
    public Instant now() {
        return now;
    }

    /** The same time in milliseconds since 1970. */
    public long wall() {
        return now.toEpochMilli();
    }

    /** Time in milliseconds since this node was created, for timers: it never goes back and never jumps. */
    public long millis() {
        return elapsed;
    }

    /** A random time between the two from now, on the clock of {@link #millis}. */
    public long soon(long least, long most) {
        return millis() + least + random.nextLong(most - least + 1);
    }

    /** Whether a time stamp is near enough to the own clock. */
    public boolean isNear(Instant timestamp) {
        var tolerance = parameters.clockTolerance();
        return !timestamp.isBefore(now.minus(tolerance)) && !isAhead(timestamp);
    }

    /** Whether a time stamp is too far in the future. */
    public boolean isAhead(Instant timestamp) {
        return timestamp.isAfter(now.plus(parameters.clockTolerance()));
    }

    public void effect(Effect effect) {
        if (effect instanceof Effect.Close(var _, var reason)) closes[reason.ordinal()]++;
        effects.add(effect);
    }

    public void tell(Event event) {
        effects.add(new Effect.Tell(event));
    }

    public void count(Count count) {
        count(count, 1);
    }

    public void count(Count count, long by) {
        counts[count.ordinal()] += by;
    }

    public long counted(Count count) {
        return counts[count.ordinal()];
    }

    public void refuse(Refusal reason) {
        refusals[reason.ordinal()]++;
    }

    public long refused(Refusal reason) {
        return refusals[reason.ordinal()];
    }

    /** Number of links that were closed for a reason. */
    public long closed(CloseReason reason) {
        return closes[reason.ordinal()];
    }
}
