package io.bitchat.chunks.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.chunks.ChunkPlan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Simulated sources, each with a rate and a delay, in virtual time. Concurrent requests to one source share its rate.
 * Checks invariants while it runs.
 */
final class SimulatedSources {
    static final long MILLI = 1_000_000L;
    private static final long STEP = MILLI / 2;
    private static final long TOLD_EVERY = 100 * MILLI;
    private static final long HASHING = MILLI;
    private static final long STORING = 5 * MILLI;

    private final ChunkPlan plan;
    private final Policy policy;
    private final Download download;
    private final Random random;
    private final Map<String, Behaviour> behaviours = new LinkedHashMap<>();
    private final Map<String, Map<Integer, Flight>> flights = new LinkedHashMap<>();
    private final List<Later> later = new ArrayList<>();
    private final BitSet stored = new BitSet();

    /** Start of the clock; random, since nothing may depend on it. */
    private final long begin;

    private long now;
    private long told;
    private boolean wakes;
    private long wake;
    private boolean done;
    long received;
    long corruptBytes;
    int asked;
    int mostInFlight;
    final List<Effect.Demoted> demoted = new ArrayList<>();
    final List<Effect.Stuck> stuck = new ArrayList<>();
    final Map<String, Integer> askedOf = new LinkedHashMap<>();

    /**
     * Behaviour of a source.
     *
     * @param rate bytes per second
     * @param delay nanoseconds before the first byte of an answer
     * @param lies number of corrupt chunks in a hundred
     * @param dies time from which it refuses everything
     * @param hangs time from which it sends nothing more
     */
    record Behaviour(double rate, long delay, int lies, long dies, long hangs) {
        static Behaviour honest(double rate) {
            return new Behaviour(rate, 2 * MILLI, 0, Long.MAX_VALUE, Long.MAX_VALUE);
        }

        Behaviour lying(int percent) {
            return new Behaviour(rate, delay, percent, dies, hangs);
        }

        Behaviour dyingAfter(long millis) {
            return new Behaviour(rate, delay, lies, millis * MILLI, hangs);
        }

        Behaviour hangingAfter(long millis) {
            return new Behaviour(rate, delay, lies, dies, millis * MILLI);
        }
    }

    private static final class Flight {
        private final long began;
        private double came;
        private int toldOf;

        Flight(long began) {
            this.began = began;
        }
    }

    private record Later(long at, Runnable what) {}

    SimulatedSources(ChunkPlan plan, ChunkSet have, Policy policy, long seed) {
        this.plan = plan;
        this.policy = policy;
        random = new Random(seed);
        begin = random.nextLong();
        now = begin;
        told = begin;
        download = new Download(plan, have, policy, random.nextInt(1 << 20));
        stored.or(have.toBitSet());
    }

    SimulatedSources with(String name, Behaviour behaviour) {
        return with(name, behaviour, ChunkSet.all(plan.count()));
    }

    SimulatedSources with(String name, Behaviour behaviour, ChunkSet holds) {
        behaviours.put(name, behaviour);
        tell(new Input.SourceAdded(name, holds));
        return this;
    }

    void without(String name) {
        tell(new Input.SourceRemoved(name));
    }

    Download download() {
        return download;
    }

    BitSet stored() {
        return stored;
    }

    boolean isDone() {
        return done;
    }

    double seconds() {
        return (now - begin) / 1e9;
    }

    /** Useful bytes per second. */
    double rate() {
        return plan.fileSize() / seconds();
    }

    /** Fraction of the file that was received twice or in vain. */
    double refetched() {
        return (double) (received - plan.fileSize()) / plan.fileSize();
    }

    SourceReport report(String name) {
        return download.report(now).stream()
                .filter(one -> one.source().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Runs until all chunks are stored, the download is stuck, or the time limit is reached. */
    SimulatedSources run(double atMostSeconds) {
        while (!done && stuck.isEmpty() && seconds() < atMostSeconds) step();
        return this;
    }

    /** Runs until so many chunks are stored. */
    SimulatedSources runUntil(int chunks) {
        while (stored.cardinality() < chunks && seconds() < 1_000) step();
        return this;
    }

    private void step() {
        now += STEP;
        for (var each : List.copyOf(later)) {
            if (each.at() - now > 0) continue;
            later.remove(each);
            each.what().run();
        }
        for (var name : behaviours.keySet()) transfer(name, behaviours.get(name));
        if (now - told >= TOLD_EVERY || (wakes && now - wake >= 0)) {
            if (now - told >= TOLD_EVERY) told = now;
            wakes = false;
            for (var name : behaviours.keySet()) tellProgress(name);
            tell(new Input.Tick(random.nextDouble()));
        }
    }

    private void transfer(String name, Behaviour behaviour) {
        long passed = now - begin;
        var mine = flights.getOrDefault(name, Map.of());
        if (passed >= behaviour.dies()) {
            for (int index : List.copyOf(mine.keySet())) fail(name, index);
            return;
        }
        if (passed >= behaviour.hangs()) return;
        var sending = mine.entrySet().stream()
                .filter(entry -> now - entry.getValue().began >= behaviour.delay())
                .toList();
        for (var entry : sending) {
            var flight = entry.getValue();
            if (flight.came == 0) tell(new Input.Answered(name, entry.getKey()));
            int length = plan.length(entry.getKey());
            double more = Math.min(behaviour.rate() * STEP / 1e9 / sending.size(), length - flight.came);
            flight.came += more;
            if (flight.came >= length - 1e-6) arrive(name, entry.getKey());
        }
    }

    private void tellProgress(String name) {
        flights.getOrDefault(name, Map.of()).forEach((index, flight) -> {
            int more = (int) flight.came - flight.toldOf;
            flight.toldOf += more;
            tell(new Input.Progress(name, index, more));
        });
    }

    private void fail(String name, int index) {
        received += (long) flights.get(name).remove(index).came;
        tell(new Input.Failed(name, index, "connection refused", 0, random.nextDouble()));
    }

    private void arrive(String name, int index) {
        flights.get(name).remove(index);
        received += plan.length(index);
        boolean lie = random.nextInt(100) < behaviours.get(name).lies();
        if (lie) corruptBytes += plan.length(index);
        later.add(new Later(
                now + HASHING, () -> tell(lie ? new Input.Corrupt(name, index) : new Input.Verified(name, index))));
        tell(new Input.Arrived(name, index));
    }

    private void tell(Input input) {
        for (var effect : download.handle(input, now)) {
            switch (effect) {
                case Effect.Fetch(var name, int index) -> begin(name, index);
                case Effect.Cancel(var name, int index) -> cancel(name, index);
                case Effect.Store(var name, int index) -> store(index);
                case Effect.Wake(long at) -> {
                    wakes = true;
                    wake = at;
                }
                case Effect.Demoted one -> demoted.add(one);
                case Effect.Done() -> {
                    assertThat(done).as("told twice").isFalse();
                    done = true;
                }
                case Effect.Stuck one -> stuck.add(one);
            }
        }
    }

    private void begin(String name, int index) {
        assertThat(stored.get(index)).as("chunk %d is stored", index).isFalse();
        assertThat(flights.computeIfAbsent(name, _ -> new LinkedHashMap<>()).put(index, new Flight(now)))
                .as("chunk %d is on its way from %s", index, name)
                .isNull();
        asked++;
        askedOf.merge(name, 1, Integer::sum);
        mostInFlight = Math.max(
                mostInFlight, flights.values().stream().mapToInt(Map::size).sum());
        assertThat(mostInFlight).isLessThanOrEqualTo(policy.parallel());
    }

    private void cancel(String name, int index) {
        var flight = flights.getOrDefault(name, Map.of()).remove(index);
        if (flight != null) received += (long) flight.came;
    }

    private void store(int index) {
        later.add(new Later(now + STORING, () -> {
            stored.set(index);
            tell(new Input.Stored(index));
        }));
    }
}
