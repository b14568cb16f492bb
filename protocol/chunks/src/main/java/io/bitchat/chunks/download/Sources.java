package io.bitchat.chunks.download;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All sources of a download, and their requests. */
final class Sources {
    private static final double SLOW_SHARE = 0.25;
    /** Rate assumed for a source while no rate is known, in bytes per second. */
    private static final double UNKNOWN_RATE = 1 << 20;

    private final Map<String, Source> byName = new LinkedHashMap<>();

    Source named(String name) {
        return byName.computeIfAbsent(name, Source::new);
    }

    @Nullable
    Source find(String name) {
        return byName.get(name);
    }

    @Nullable
    Request request(String name, int index) {
        var source = byName.get(name);
        return source == null ? null : source.requests.get(index);
    }

    void remove(Source source) {
        byName.remove(source.name);
    }

    Collection<Source> all() {
        return byName.values();
    }

    int inFlight() {
        int sum = 0;
        for (var source : byName.values()) sum += source.inFlight();
        return sum;
    }

    /** Number of requests in flight or being verified. */
    int requested() {
        int sum = 0;
        for (var source : byName.values()) sum += source.requests.size();
        return sum;
    }

    /** The requests for this chunk. */
    List<Request> of(int index) {
        var all = new ArrayList<Request>(2);
        for (var source : byName.values()) {
            var request = source.requests.get(index);
            if (request != null) all.add(request);
        }
        return all;
    }

    List<Request> inFlightRequests() {
        var all = new ArrayList<Request>();
        for (var source : byName.values()) {
            for (var request : source.requests.values()) if (!request.arrived) all.add(request);
        }
        return all;
    }

    /**
     * Bytes per second, as measured. An unproven source counts half of the average of the measured ones, so that it is
     * tried before slow sources and after fast ones. One that has failed is tried only when there is room.
     */
    double rate(Source source, long now) {
        if (source.proven && source.rate.isKnown(now)) return source.rate.perSecond(now);
        if (source.failures > 0) return 1;
        return 0.5
                * byName.values().stream()
                        .filter(other -> other.proven && other.rate.isKnown(now))
                        .mapToDouble(other -> other.rate.perSecond(now))
                        .average()
                        .orElse(UNKNOWN_RATE);
    }

    /**
     * Seconds until the chunk arrives from the soonest of the sources asked for it, if each keeps its recent rate and
     * divides it equally among its requests.
     */
    double seconds(int index, long now) {
        return of(index).stream()
                .mapToDouble(request -> request.remaining() * request.source.inFlight() / lately(request.source, now)
                        - request.source.untold(now) / 1e9)
                .min()
                .orElse(0);
    }

    private double lately(Source source, long now) {
        return source.rate.isKnown(now) ? source.rate.perSecond(now) : rate(source, now);
    }

    /** Number of duplicate requests. */
    int repeated() {
        long different = byName.values().stream()
                .flatMap(source -> source.requests.keySet().stream())
                .distinct()
                .count();
        return (int) (requested() - different);
    }

    boolean isSlow(Source source, long now) {
        if (!source.rate.isKnown(now)) return false;
        double fastest = byName.values().stream()
                .filter(other -> other.isUsable() && other.proven)
                .mapToDouble(other -> other.rate.perSecond(now))
                .max()
                .orElse(0);
        return source.rate.perSecond(now) < SLOW_SHARE * fastest;
    }
}
