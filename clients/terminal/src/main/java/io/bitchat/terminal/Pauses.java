package io.bitchat.terminal;

import io.bitchat.retry.Backoff;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Pauses between attempts while the site fails: they grow to ten seconds, and end after ten minutes. */
public final class Pauses {
    private static final Backoff BACKOFF = Backoff.ofMillis(250, 10_000);
    private static final long PATIENCE_NANOS = 600_000_000_000L;

    private final Vertx vertx;
    private final long began = System.nanoTime();
    private int failures;

    public Pauses(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Completes after the next pause; fails when ten minutes are over. */
    public Future<Void> next() {
        if (System.nanoTime() - began > PATIENCE_NANOS) {
            return Future.failedFuture(
                    new Failure("the site has not answered for ten minutes; run the same command later to resume"));
        }
        return vertx.timer(BACKOFF.millisAfter(++failures)).mapEmpty();
    }
}
