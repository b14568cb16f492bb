package io.bitchat.gossip;

import io.bitchat.gossip.wire.Frame;
import io.bitchat.gossip.wire.FrameCodec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Context that all parts of a node share while one input is handled: time, random source, and effects so far. */
public final class Turn {
    private final GossipParameters parameters;
    private final RandomGenerator random;
    private final long[] counts = new long[Count.values().length];
    private List<Effect> effects = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private long micros;

    Turn(GossipParameters parameters, RandomGenerator random) {
        this.parameters = parameters;
        this.random = random;
    }

    void begin(Instant at) {
        now = at;
        micros = at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
        effects = new ArrayList<>(4);
    }

    List<Effect> end() {
        return effects;
    }

    public GossipParameters parameters() {
        return parameters;
    }

    public RandomGenerator random() {
        return random;
    }

    /** Wall-clock time of this input. */
    public Instant now() {
        return now;
    }

    /** The same time in microseconds since 1970. */
    public long micros() {
        return micros;
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

    /** Emits the effect that sends a frame. */
    public void send(Contact to, Frame frame) {
        var packet = FrameCodec.encode(frame);
        boolean payload = packet.body() != null;
        count(payload ? Count.PAYLOAD_FRAME_BYTES : Count.CONTROL_FRAME_BYTES, packet.size());
        effects.add(new Effect.Send(to, packet));
    }

    /** Emits an effect. */
    public void effect(Effect effect) {
        effects.add(effect);
    }

    /** Schedules a timer. */
    public void schedule(Timer timer, Duration after) {
        effects.add(new Effect.Schedule(timer, after));
    }

    public void scheduleMicros(Timer timer, long after) {
        schedule(timer, Duration.of(after, ChronoUnit.MICROS));
    }

    /** A random duration within a quarter of the mean, so that nodes do not act in step. */
    public Duration jittered(Duration mean) {
        long nanos = mean.toNanos();
        return Duration.ofNanos(nanos * 3 / 4 + (long) (random.nextDouble() * nanos / 2));
    }
}
