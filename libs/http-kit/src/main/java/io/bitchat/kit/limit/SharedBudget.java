package io.bitchat.kit.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Uses of one limit by each peer in its current minute: those accepted here, and the newest totals that other replicas
 * have reported. A peer's minute begins with its first use at any replica.
 */
public final class SharedBudget {
    private static final long MINUTE_MS = 60_000;
    /** Reports of further replicas are ignored, so that a peer's memory is bounded. */
    private static final int MAX_REPLICAS = 64;

    private final LoadingCache<String, Minute> minutes;

    /** @param maxPeers maximum number of peers in memory; the least recently used one starts anew */
    SharedBudget(int maxPeers) {
        this.minutes = Caffeine.newBuilder()
                .maximumSize(maxPeers)
                .expireAfterAccess(Duration.ofMinutes(2))
                .build(_ -> new Minute());
    }

    /** Uses since the beginning of a minute. */
    public record Total(Instant since, int count) {}

    /** Counts one use; or returns the time to wait if the peer has none left. */
    Optional<Duration> charge(String peerId, int limit, Instant now) {
        return minutes.get(peerId).charge(limit, now.toEpochMilli());
    }

    /** The uses accepted here in the current minute; empty if there are none. */
    public Optional<Total> own(String peerId, Instant now) {
        var minute = minutes.getIfPresent(peerId);
        return minute == null ? Optional.empty() : minute.own(now.toEpochMilli());
    }

    /** Replaces the total of another replica, whose clock may differ. */
    public void reported(String replica, String peerId, Total total, Instant now) {
        var age = Duration.between(total.since(), now).toMillis();
        if (age < MINUTE_MS) minutes.get(peerId).reported(replica, total, now.toEpochMilli());
    }

    private static final class Minute {
        private final Map<String, Total> others = new HashMap<>();
        private long since;
        private int own;

        synchronized Optional<Duration> charge(int limit, long now) {
            if (isOver(since, now)) begin(now);
            if (own + ofOthers(now) >= limit) return Optional.of(Duration.ofMillis(since + MINUTE_MS - now));
            own++;
            return Optional.empty();
        }

        synchronized Optional<Total> own(long now) {
            return own == 0 || isOver(since, now)
                    ? Optional.empty()
                    : Optional.of(new Total(Instant.ofEpochMilli(since), own));
        }

        synchronized void reported(String replica, Total total, long now) {
            long from = Math.min(total.since().toEpochMilli(), now);
            others.values().removeIf(other -> isOver(other.since().toEpochMilli(), now));
            if (others.size() < MAX_REPLICAS || others.containsKey(replica)) {
                others.put(replica, new Total(Instant.ofEpochMilli(from), total.count()));
            }
            if (isOver(since, now)) begin(from);
            else since = Math.min(since, from);
        }

        private void begin(long from) {
            since = from;
            own = 0;
        }

        private int ofOthers(long now) {
            int sum = 0;
            for (var other : others.values()) {
                if (!isOver(other.since().toEpochMilli(), now)) sum += other.count();
            }
            return sum;
        }

        private static boolean isOver(long since, long now) {
            return now - since >= MINUTE_MS;
        }
    }
}
