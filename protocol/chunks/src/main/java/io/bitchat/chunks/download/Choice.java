package io.bitchat.chunks.download;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which source is asked for what next. {@code docs/protocols/chunks.md}, section 4, gives the rules and their reasons.
 */
final class Choice {
    /** How much longer a request must be expected to take than its repetition elsewhere. */
    private static final double REPEAT_IF_SLOWER = 2;
    /** The same for breaking one off, since that throws away what has come. */
    private static final double REPLACE_IF_SLOWER = 4;

    /** Of one chunk, on their way. */
    private static final int COPIES = 3;

    private static final double REPLACE_AFTER_SECONDS = 0.5;

    private final Policy policy;
    private final Sources sources;
    private final Missing missing;
    private final int chunkSize;

    Choice(Policy policy, Sources sources, Missing missing, int chunkSize) {
        this.policy = policy;
        this.sources = sources;
        this.missing = missing;
        this.chunkSize = chunkSize;
    }

    /** A chunk, and whom to ask for it. */
    record Next(Source source, int index) {}

    /** A request, and who takes its place or does the same beside it. */
    record Better(Request request, Source source) {}

    /** What nobody was asked for yet. */
    @Nullable
    Next next(long now) {
        for (var source : ready(now)) {
            if (waits(source, now)) continue;
            int index = missing.rarest(source.holds);
            if (index >= 0 && !othersAreSooner(source, index, now)) return new Next(source, index);
        }
        return null;
    }

    /** Nanoseconds until the next source is to be asked that has something to do still; negative where there is none. */
    long pause(long now) {
        return ready(now).stream()
                .filter(source -> source.inFlight() > 0 && waits(source, now) && missing.anyIn(source.holds))
                .mapToLong(source -> (long) (source.drain(now) - source.lead()))
                .min()
                .orElse(-1);
    }

    /** First those that have nothing to do, the fastest first; then those that will have nothing to do soonest. */
    private List<Source> ready(long now) {
        return sources.all().stream()
                .filter(source -> source.mayBeAsked(policy, now))
                .sorted(Comparator.comparing((Source source) -> source.inFlight() > 0)
                        .thenComparingDouble(
                                source -> source.inFlight() > 0 ? source.drain(now) : -sources.rate(source, now)))
                .toList();
    }

    /**
     * Whether a source that is busy is asked for more only when it is about to be done: so one request more than there are
     * sources goes round among all of them, and none has ever nothing to do.
     */
    private boolean waits(Source source, long now) {
        if (source.inFlight() == 0) return !source.proven && free() <= 0;
        long alone = sources.all().stream()
                .filter(other -> other.inFlight() == 1 && other.mayBeAsked(policy, now))
                .count();
        return free() <= 0 || (free() < alone && source.drain(now) > source.lead());
    }

    /** Requests that may be made, but for those that a source will want at once whose first chunk is being verified. */
    private long free() {
        long verified = sources.all().stream()
                .filter(source -> source.isUsable() && source.inFlight() == 0 && !source.requests.isEmpty())
                .count();
        return policy.parallel() - sources.inFlight() - verified;
    }

    /** Whether all that is open would be here before this source had sent one chunk: it would hold the end up. */
    private boolean othersAreSooner(Source source, int index, long now) {
        if (missing.holders(index) < 2 || sources.inFlight() == 0) return false;
        double seconds = (source.backlog() + chunkSize) / sources.rate(source, now);
        long chunks = 0;
        for (var other : sources.all()) {
            boolean helps = other != source && other.proven && other.isUsable() && other.holds.get(index);
            if (helps && !other.isPaused(now)) chunks += other.chunksWithin(seconds, chunkSize, now);
        }
        return chunks >= missing.size();
    }

    /** The end game: what is waited for longest, asked of one that has nothing to do as well. */
    @Nullable
    Better repeated(long now) {
        return better(now, REPEAT_IF_SLOWER, 0);
    }

    /** All that may be in flight is, at sources that are much slower than one that has nothing to do. */
    @Nullable
    Better replaced(long now) {
        return better(now, REPLACE_IF_SLOWER, REPLACE_AFTER_SECONDS);
    }

    private @Nullable Better better(long now, double times, double more) {
        Better best = null;
        for (var source : ready(now)) {
            if (source.inFlight() > 0) break;
            double seconds = times * chunkSize / sources.rate(source, now) + more;
            for (var request : sources.inFlightRequests()) {
                double expected = sources.seconds(request.index, now);
                if (expected < seconds || !mayHelp(source, request, more, now)) continue;
                if (best == null || expected > sources.seconds(best.request().index, now)) {
                    best = new Better(request, source);
                }
            }
        }
        return best;
    }

    private boolean mayHelp(Source source, Request request, double seconds, long now) {
        if (!source.holds.get(request.index) || source.requests.containsKey(request.index)) return false;
        if (sources.of(request.index).size() >= COPIES) return false;
        // nothing is known of a newcomer: only what is not answered at all is taken from others for it
        long since = source.proven ? request.began : request.heard;
        return now - since >= seconds * 1e9 && (source.proven || !hasProvenHolder(request, now));
    }

    /** Whether somebody will be idle soon of whom more is known than of a newcomer. */
    private boolean hasProvenHolder(Request request, long now) {
        return sources.all().stream()
                .filter(other -> other != request.source && other.proven && other.isUsable() && !other.isPaused(now))
                .anyMatch(other -> other.holds.get(request.index) && !sources.isSlow(other, now));
    }
}
