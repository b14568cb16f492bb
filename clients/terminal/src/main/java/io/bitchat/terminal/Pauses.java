package io.bitchat.terminal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses between attempts while the site fails: they grow to ten seconds, and end after ten minutes. */
public final class Pauses {
    private static final long FIRST_MILLIS = 250;
    private static final long MAX_MILLIS = 10_000;
    private static final long PATIENCE_NANOS = 600_000_000_000L;

    private final Vertx vertx;
    private final long began = System.nanoTime();
    private long millis = FIRST_MILLIS;

    public Pauses(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Completes after the next pause; fails when ten minutes are over. */
    public Future<Void> next() {
        if (System.nanoTime() - began > PATIENCE_NANOS) {
            return Future.failedFuture(
                    new Failure("the site has not answered for ten minutes; the same command goes on later"));
        }
        long jittered = ThreadLocalRandom.current().nextLong(millis / 2, millis + 1);
        millis = Math.min(2 * millis, MAX_MILLIS);
        return vertx.timer(jittered).mapEmpty();
    }
}
