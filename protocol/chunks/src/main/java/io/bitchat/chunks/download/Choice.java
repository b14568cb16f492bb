package io.bitchat.chunks.download;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the source and chunk to request next. {@code docs/protocols/chunks.md}, section 4, gives the rules and their
 * reasons.
 */
final class Choice {
    /** A request is duplicated only if it is expected to take this many times as long as the duplicate. */
    private static final double REPEAT_IF_SLOWER = 2;
    /** The same factor for replacing a request, which discards the bytes received so far. */
    private static final double REPLACE_IF_SLOWER = 4;

    /** Maximum number of concurrent requests for one chunk. */
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

    /** A chunk, and the source to request it from. */
    record Next(Source source, int index) {}

    /** A request, and a source that replaces it or duplicates it. */
    record Better(Request request, Source source) {}

    /** The next new request, or null. */
    @Nullable
    Next next(long now) {
        for (var source : ready(now)) {
            if (waits(source, now)) continue;
            int index = missing.rarest(source.holds);
            if (index >= 0 && !othersAreSooner(source, index, now)) return new Next(source, index);
        }
        return null;
    }

    /** Nanoseconds until the next busy source that could do more should be asked; negative if there is none. */
    long pause(long now) {
        return ready(now).stream()
                .filter(source -> source.inFlight() > 0 && waits(source, now) && missing.anyIn(source.holds))
                .mapToLong(source -> (long) (source.drain(now) - source.lead()))
                .min()
                .orElse(-1);
    }

    /** Sources that may be asked: idle ones first, the fastest first, then busy ones by when they become idle. */
    private List<Source> ready(long now) {
        return sources.all().stream()
                .filter(source -> source.mayBeAsked(policy, now))
                .sorted(Comparator.comparing((Source source) -> source.inFlight() > 0)
                        .thenComparingDouble(
                                source -> source.inFlight() > 0 ? source.drain(now) : -sources.rate(source, now)))
                .toList();
    }

    /**
     * Whether a source must wait. If not every busy source can have a second request, one is asked for more only when
     * it is about to be done, so that the spare requests rotate among all sources and none is idle.
     */
    private boolean waits(Source source, long now) {
        if (source.inFlight() == 0) return !source.proven && free() <= 0;
        long alone = sources.all().stream()
                .filter(other -> other.inFlight() == 1 && other.mayBeAsked(policy, now))
                .count();
        return free() <= 0 || (free() < alone && source.drain(now) > source.lead());
    }

    /**
     * Number of requests that may be made, less those reserved for sources whose chunk is being verified and that will
     * need one at once.
     */
    private long free() {
        long verified = sources.all().stream()
                .filter(source -> source.isUsable() && source.inFlight() == 0 && !source.requests.isEmpty())
                .count();
        return policy.parallel() - sources.inFlight() - verified;
    }

    /** Whether other sources would deliver all open chunks before this one had sent one, which would delay the end. */
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

    /**
     * End game: the request expected to take longest, to be duplicated at an idle source; null if none is slow enough.
     */
    @Nullable
    Better repeated(long now) {
        return better(now, REPEAT_IF_SLOWER, 0);
    }

    /**
     * The request to be moved to an idle source, if all requests are in flight at much slower sources; otherwise null.
     */
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
        // an unproven source only takes over requests that have been silent for that long
        long since = source.proven ? request.began : request.heard;
        return now - since >= seconds * 1e9 && (source.proven || !hasProvenHolder(request, now));
    }

    /** Whether another proven source that is not slow holds the chunk: it will be idle soon and is the safer choice. */
    private boolean hasProvenHolder(Request request, long now) {
        return sources.all().stream()
                .filter(other -> other != request.source && other.proven && other.isUsable() && !other.isPaused(now))
                .anyMatch(other -> other.holds.get(request.index) && !sources.isSlow(other, now));
    }
}
