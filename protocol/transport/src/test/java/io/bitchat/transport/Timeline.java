package io.bitchat.transport;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Virtual time, which jumps from event to event. */
final class Timeline {
    private record Event(long at, long order, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private long millis;
    private long order;

    Instant now() {
        return Sample.NOON.plusMillis(millis);
    }

    void in(long later, Runnable action) {
        events.add(new Event(millis + later, order++, action));
    }

    void run(Duration time) {
        long until = millis + time.toMillis();
        while (!events.isEmpty() && events.peek().at() <= until) {
            var event = events.remove();
            millis = event.at();
            event.action().run();
        }
        millis = until;
    }
}
