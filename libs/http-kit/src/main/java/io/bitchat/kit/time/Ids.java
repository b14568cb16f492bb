package io.bitchat.kit.time;

import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Generates UUIDs of version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then random bits. They sort by time of
 * creation, which keeps the newest rows together in an index.
 *
 * <p>The ids are unique, but not secret. Anything that must not be guessed needs {@link java.security.SecureRandom}.
 */
public final class Ids {
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final InstantSource clock;
    private final ThreadLocal<SplittableRandom> random = ThreadLocal.withInitial(SplittableRandom::new);

    public Ids(InstantSource clock) {
        this.clock = clock;
    }

    /** A new id. */
    public UUID next() {
        var source = random.get();
        long high = clock.millis() << 16 | VERSION_7 | source.nextInt(0x1000);
        long low = VARIANT | source.nextLong() >>> 2;
        return new UUID(high, low);
    }
}
