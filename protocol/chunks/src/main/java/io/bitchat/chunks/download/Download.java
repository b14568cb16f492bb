package io.bitchat.chunks.download;

import io.bitchat.chunks.ChunkPlan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * State machine of the download of one file from several sources: decides which source is asked for which chunk.
 * Single-threaded. Times are nanoseconds of a monotonic clock. {@code docs/protocols/chunks.md}, section 4.
 */
public final class Download {
    private static final int MAX_MISSES = 8;
    /** Silence in nanoseconds after which a request may be replaced if another source is idle. */
    private static final long SILENCE = 500_000_000L;

    private final ChunkPlan plan;
    private final Policy policy;
    private final Sources sources = new Sources();
    private final Missing missing;
    private final Choice choice;
    private final BitSet stored;
    private final Set<Integer> storing = new HashSet<>();

    private int storedCount;
    private long wasted;
    private long abandoned;
    private boolean stuck;
    private long now;
    private List<Effect> effects = new ArrayList<>();

    /**
     * @param have chunks that are stored already
     * @param start any number of at least 0; selects where this download begins among equally rare chunks
     */
    public Download(ChunkPlan plan, ChunkSet have, Policy policy, int start) {
        this.plan = plan;
        this.policy = policy;
        stored = have.below(plan.count()).toBitSet();
        storedCount = stored.cardinality();
        var open = new BitSet(plan.count());
        open.set(0, plan.count());
        open.andNot(stored);
        missing = new Missing(open, plan.count(), start % plan.count());
        choice = new Choice(policy, sources, missing, plan.length(0));
    }

    /** Handles one input, and returns the effects for the driver. */
    public List<Effect> handle(Input input, long now) {
        this.now = now;
        effects = new ArrayList<>();
        switch (input) {
            case Input.SourceAdded(var name, var holds) -> add(sources.named(name), holds);
            case Input.SourceRemoved(var name) -> remove(name);
            case Input.SourceFailed(var name, var reason) -> giveUp(sources.named(name), reason);
            case Input.SourceLied(var name, var reason) -> ban(sources.named(name), reason);
            case Input.Answered(var name, int index) -> answered(name, index);
            case Input.Progress(var name, int index, int bytes) -> progress(name, index, bytes);
            case Input.Arrived(var name, int index) -> arrived(name, index);
            case Input.Verified(var name, int index) -> verified(name, index);
            case Input.Corrupt(var name, int index) -> corrupt(name, index);
            case Input.Stored(int index) -> stored(index);
            case Input.NotHeld(var name, int index) -> notHeld(name, index);
            case Input.Failed failed -> failed(failed);
            case Input.Tick(double jitter) -> silent(jitter);
        }
        boolean changesNothing = input instanceof Input.Progress || input instanceof Input.Answered;
        if (!changesNothing) ask();
        if (input instanceof Input.Tick) lookWhetherStuck();
        return effects;
    }

    /** Whether all chunks are stored. */
    public boolean isDone() {
        return storedCount == plan.count();
    }

    /** Number of stored chunks. */
    public int storedChunks() {
        return storedCount;
    }

    /** Number of requests in flight. */
    public int inFlight() {
        return sources.inFlight();
    }

    /** Number of bytes received twice because a slow source was not waited for. */
    public long wasted() {
        return wasted + abandoned;
    }

    /** Of these, the bytes of requests that trickled after the budget was used up: at most a chunk for each. */
    long abandoned() {
        return abandoned;
    }

    /** Reports on all sources, in the order in which they were added. */
    public List<SourceReport> report(long now) {
        return sources.all().stream().map(source -> report(source, now)).toList();
    }

    private SourceReport report(Source source, long now) {
        var state = state(source, now);
        long rate = source.rate.isKnown(now) ? (long) source.rate.perSecond(now) : 0;
        var reason = state == SourceState.SLOW ? "its rate is below a quarter of the fastest source's" : source.reason;
        return new SourceReport(source.name, state, reason, source.chunks, source.bytes, rate, source.inFlight());
    }

    private SourceState state(Source source, long now) {
        if (source.lying) return SourceState.LYING;
        if (source.givenUp || source.failures > 0) return SourceState.FAILED;
        if (sources.isSlow(source, now)) return SourceState.SLOW;
        return source.inFlight() > 0 ? SourceState.ACTIVE : SourceState.IDLE;
    }

    // --- sources

    private void add(Source source, ChunkSet holds) {
        if (source.lying) return;
        missing.noLongerHeld(source.holds);
        source.holds = holds.below(plan.count()).toBitSet();
        missing.nowHeld(source.holds);
        source.revive();
        stuck = false;
    }

    private void remove(String name) {
        var source = sources.find(name);
        if (source == null) return;
        dismiss(source);
        // a lying source stays known, so that it cannot come back as a new one
        if (!source.lying) sources.remove(source);
    }

    /** Forgets what the source holds, and cancels its requests. */
    private void dismiss(Source source) {
        missing.noLongerHeld(source.holds);
        source.holds = new BitSet();
        for (var request : List.copyOf(source.requests.values())) cancel(request);
    }

    // --- requests

    private void answered(String name, int index) {
        var request = sources.request(name, index);
        if (request == null) return;
        request.heard = now;
        // while the source sends another chunk, its answer is delayed and says nothing about its latency
        if (request.source.requests.size() == 1) request.source.answered(now - request.began);
    }

    private void progress(String name, int index, int bytes) {
        var request = sources.request(name, index);
        if (request != null) request.source.rate.add(request.add(bytes, now), now);
    }

    private void arrived(String name, int index) {
        var request = sources.request(name, index);
        if (request == null) return;
        request.source.rate.add(request.add(request.remaining(), now), now);
        request.arrived = true;
        restIfIdle(request.source);
    }

    /** The rate counts only time in which the source has a request. */
    private void restIfIdle(Source source) {
        if (source.inFlight() == 0) source.rate.idle(now);
    }

    private void verified(String name, int index) {
        var request = sources.request(name, index);
        if (request == null) return;
        request.source.requests.remove(index);
        request.source.succeeded(request.length);
        storing.add(index);
        missing.take(index);
        for (var slower : sources.of(index)) {
            wasted += slower.received;
            cancel(slower);
        }
        effects.add(new Effect.Store(name, index));
    }

    private void stored(int index) {
        if (!storing.remove(index)) return;
        stored.set(index);
        storedCount++;
        if (isDone()) effects.add(new Effect.Done());
    }

    private void corrupt(String name, int index) {
        var request = sources.request(name, index);
        if (request == null) return;
        drop(request);
        ban(request.source, "chunk " + index + " from it has another hash");
    }

    private void ban(Source source, String reason) {
        source.lying = true;
        source.reason = reason;
        dismiss(source);
        effects.add(new Effect.Demoted(source.name, SourceState.LYING, reason));
    }

    private void notHeld(String name, int index) {
        var request = sources.request(name, index);
        if (request == null) return;
        drop(request);
        var source = request.source;
        if (source.holds.get(index)) {
            source.holds.clear(index);
            missing.noLongerHeld(index);
        }
        source.misses++;
        if (source.misses >= MAX_MISSES) giveUp(source, "it lacks chunks that it is said to have");
    }

    private void failed(Input.Failed failed) {
        var request = sources.request(failed.source(), failed.index());
        if (request == null) return;
        drop(request);
        demote(request.source, failed.reason(), failed.pause(), failed.jitter());
    }

    private void silent(double jitter) {
        for (var request : sources.inFlightRequests()) {
            if (now - request.heard < policy.silence()) continue;
            cancel(request);
            demote(request.source, "it fell silent", 0, jitter);
        }
    }

    /** Concurrent requests that fail together count as one failure. */
    private void demote(Source source, String reason, long wanted, double jitter) {
        if (!source.isUsable() || source.isPaused(now)) return;
        source.failures++;
        if (source.failures >= policy.maxFailures()) {
            giveUp(source, reason);
            return;
        }
        long pause = Math.min(policy.maxPause(), policy.firstPause() << Math.min(30, source.failures - 1));
        pause -= (long) (pause * 0.5 * Math.clamp(jitter, 0, 1));
        source.pause(now + Math.max(pause, Math.min(wanted, policy.maxPause())));
        source.reason = reason;
        effects.add(new Effect.Demoted(source.name, SourceState.FAILED, reason));
    }

    private void giveUp(Source source, String reason) {
        if (source.lying) return;
        source.givenUp = true;
        source.reason = reason;
        dismiss(source);
        effects.add(new Effect.Demoted(source.name, SourceState.FAILED, reason + "; given up"));
    }

    private void cancel(Request request) {
        drop(request);
        effects.add(new Effect.Cancel(request.source.name, request.index));
    }

    private void drop(Request request) {
        request.source.requests.remove(request.index);
        restIfIdle(request.source);
        if (storing.contains(request.index) || stored.get(request.index)) return;
        if (sources.of(request.index).isEmpty()) {
            missing.giveBack(request.index);
        } else {
            wasted += request.received;
        }
    }

    // --- asking

    private void ask() {
        while (hasRoom()) {
            var next = choice.next(now);
            if (next == null) break;
            fetch(next.source(), next.index());
        }
        while (hasRoom()) {
            var better = choice.repeated(now);
            if (better == null) break;
            if (mayWaste(better.request().length)) fetch(better.source(), better.request().index);
            else if (!isHopeless(better.request()) || !replaced(better)) break;
        }
        if (sources.inFlight() >= policy.parallel()) replace();
        long wait = hasRoom() ? choice.pause(now) : -1;
        if (wait >= 0) effects.add(new Effect.Wake(now + wait));
    }

    private boolean hasRoom() {
        return sources.inFlight() < policy.parallel() && sources.requested() + storing.size() < policy.held();
    }

    private void replace() {
        var better = choice.replaced(now);
        if (better != null) replaced(better);
    }

    /**
     * Moves a request from a slower source to a better one, instead of duplicating it. Only the bytes received so far
     * are wasted.
     */
    private boolean replaced(Choice.Better better) {
        var slower = better.request();
        boolean hopeless = isHopeless(slower);
        boolean within = mayWaste(slower.received);
        // without a budget, a source that trickles would keep its chunk for as long as it likes
        if (!within && !trickles(slower)) return false;
        if (within) wasted += slower.received;
        else abandoned += slower.received;
        cancel(slower);
        if (hopeless) demote(slower.source, isSilent(slower) ? "it fell silent" : "it sends too slowly", 0, 0);
        fetch(better.source(), slower.index);
        return true;
    }

    /**
     * Whether the request is silent, or so slow that it has taken the silence limit and needs at least as long again.
     */
    private boolean isHopeless(Request request) {
        return isSilent(request) || trickles(request);
    }

    private boolean trickles(Request request) {
        return now - request.began >= policy.silence() && sources.seconds(request.index, now) * 1e9 >= policy.silence();
    }

    private boolean isSilent(Request request) {
        return now - request.heard >= SILENCE;
    }

    /** Whether so many further bytes may be wasted, even if all current duplicates are wasted too. */
    private boolean mayWaste(long bytes) {
        long reserved = (long) sources.repeated() * plan.length(0);
        return wasted + reserved + bytes <= policy.waste(plan.fileSize(), plan.chunkSize());
    }

    private void fetch(Source source, int index) {
        missing.take(index);
        source.rate.busy(now);
        source.requests.put(index, new Request(source, index, plan.length(index), now));
        effects.add(new Effect.Fetch(source.name, index));
        stuck = false;
    }

    private void lookWhetherStuck() {
        if (stuck || isDone() || !storing.isEmpty() || sources.requested() > 0) return;
        boolean hope = sources.all().stream().anyMatch(source -> source.isUsable() && missing.anyIn(source.holds));
        if (hope) return;
        stuck = true;
        effects.add(new Effect.Stuck(ChunkSet.copyOf(missing.open())));
    }
}
