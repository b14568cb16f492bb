package io.bitchat.link;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** Hands things over in order: at once, or later by a fixed delay. Belongs to one event loop. */
final class Delivery {
    private final Vertx vertx;
    private final long delayMillis;
    private final Queue<Runnable> underWay = new ArrayDeque<>();

    Delivery(Vertx vertx, Duration delay) {
        this.vertx = vertx;
        this.delayMillis = delay.toMillis();
    }

    void deliver(Runnable delivery) {
        if (delayMillis == 0) {
            delivery.run();
            return;
        }
        underWay.add(delivery);
        // whichever timer fires first takes the first of the queue: order does not depend on timers
        vertx.setTimer(delayMillis, _ -> underWay.remove().run());
    }
}
