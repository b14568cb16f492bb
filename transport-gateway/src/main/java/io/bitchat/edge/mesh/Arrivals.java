package io.bitchat.edge.mesh;

import io.bitchat.edge.adapter.Arrival;
import io.bitchat.edge.notice.RareNotice;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages that have arrived and wait to be taken, and how many were dropped. Safe from any thread. */
final class Arrivals {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);
    private static final int MAX_ARRIVALS = 1_000;

    private final BlockingQueue<Arrival> waiting = new ArrayBlockingQueue<>(MAX_ARRIVALS);
    private final AtomicLongArray dropped = new AtomicLongArray(Drop.values().length);
    private final RareNotice notice = new RareNotice(Duration.ofMinutes(1), System::nanoTime);

    /** False if too many wait; without an answer the sender sends it again. */
    boolean add(Arrival arrival) {
        if (waiting.offer(arrival)) return true;
        dropped(Drop.FULL);
        return false;
    }

    Optional<Arrival> next() {
        return Optional.ofNullable(waiting.poll());
    }

    /** Counts a message that is not taken, and tells it now and then. */
    void dropped(Drop reason) {
        dropped.incrementAndGet(reason.ordinal());
        synchronized (notice) {
            notice.next()
                    .ifPresent(count -> LOG.warn("messages of the mesh are dropped count={} last={}", count, reason));
        }
    }

    long count(Drop reason) {
        return dropped.get(reason.ordinal());
    }
}
