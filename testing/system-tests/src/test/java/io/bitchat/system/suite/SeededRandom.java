package io.bitchat.system.suite;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/** A random generator whose run can be repeated. */
public final class SeededRandom {
    private SeededRandom() {}

    /** A generator with the seed of {@code -Dbitchat.seed} or a new one; prints the seed. */
    public static Random of(String what) {
        long seed = Long.getLong("bitchat.seed", ThreadLocalRandom.current().nextLong(1_000_000));
        System.out.println(what + ": -Dbitchat.seed=" + seed);
        return new Random(seed);
    }
}
