package io.bitchat.kit.limit;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.bitchat.kit.problem.Problem;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.function.ToIntFunction;

/** Limits the uses of each key per minute. The minute begins with the first use, and the uses may come in one burst. */
public final class RateLimit {
    private final String what;
    private final LoadingCache<String, Bucket> buckets;

    /**
     * @param what name of what is counted, for the message
     * @param perMinute maximum uses of a key per minute
     * @param maxKeys maximum number of keys in memory
     */
    public RateLimit(String what, ToIntFunction<String> perMinute, int maxKeys) {
        this.what = what;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(maxKeys)
                .expireAfterAccess(Duration.ofMinutes(2))
                .build(key -> bucket(perMinute.applyAsInt(key)));
    }

    /** Counts one use; throws a 429 {@link Problem} with the time to wait when none is left. */
    public void charge(String key) {
        charge(key, 1);
    }

    /** Counts several uses at once, all or none. */
    public void charge(String key, long uses) {
        var probe = buckets.get(key).tryConsumeAndReturnRemaining(uses);
        if (probe.isConsumed()) return;
        var wait = Duration.ofNanos(probe.getNanosToWaitForRefill()).plusSeconds(1);
        throw Problem.rateLimited("too many " + what + "; wait " + wait.toSeconds() + " s", wait);
    }

    /** Counts one use if there is one left. */
    public boolean tryCharge(String key) {
        return buckets.get(key).tryConsume(1);
    }

    /** Whether another use would be accepted. */
    public boolean hasLeft(String key) {
        var known = buckets.getIfPresent(key);
        return known == null || known.getAvailableTokens() > 0;
    }

    private static Bucket bucket(int perMinute) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillIntervally(perMinute, Duration.ofMinutes(1)))
                .build();
    }
}
