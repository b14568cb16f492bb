package io.bitchat.edge.mesh;

import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * Runs a task at once, but at most once per second: a peer that opens and closes its uplink all the time does not keep the
 * router busy. Safe from any thread.
 */
final class Nudge {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Vertx vertx;
    private final Runnable task;
    private long next = System.nanoTime();
    private boolean planned;

    Nudge(Vertx vertx, Runnable task) {
        this.vertx = vertx;
        this.task = task;
    }

    void now() {
        synchronized (this) {
            long wait = next - System.nanoTime();
            if (planned) return;
            if (wait > 0) {
                planned = true;
                vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(wait) + 1, _ -> later());
                return;
            }
            next = System.nanoTime() + PAUSE_NANOS;
        }
        task.run();
    }

    private void later() {
        synchronized (this) {
            planned = false;
            next = System.nanoTime() + PAUSE_NANOS;
        }
        task.run();
    }
}
