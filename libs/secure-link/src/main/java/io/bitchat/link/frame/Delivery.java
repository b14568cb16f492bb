package io.bitchat.link.frame;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/** Runs deliveries in order: at once, or after a fixed delay. Must be used on one event loop. */
public final class Delivery {
    private final Vertx vertx;
    private final long delayMillis;
    private final Queue<Runnable> underWay = new ArrayDeque<>();

    public Delivery(Vertx vertx, Duration delay) {
        this.vertx = vertx;
        this.delayMillis = delay.toMillis();
    }

    public void deliver(Runnable delivery) {
        if (delayMillis == 0) {
            delivery.run();
            return;
        }
        underWay.add(delivery);
        // each timer runs the first delivery of the queue, so the order does not depend on the timers
        vertx.setTimer(delayMillis, _ -> underWay.remove().run());
    }
}
