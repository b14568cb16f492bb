package io.bitchat.rooms.transfer;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/**
 * Virtual time in milliseconds, and a link of each peer with a delay that varies. What one link carries keeps its order,
 * and different links do not keep theirs. A cut loses all that is under way, in both directions.
 */
final class Links {
    private static final int MAX_DELAY = 40;

    private record Event(long at, long order, Runnable run) {}

    private static final class Link {
        boolean up = true;
        /** What is under way dies with the number of its connection. */
        int number;

        long upFree;
        long downFree;
    }

    private final Random random;
    private final PriorityQueue<Event> queue =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
    private final Map<String, Link> links = new LinkedHashMap<>();
    private long now;
    private long events;

    Links(Random random) {
        this.random = random;
    }

    void add(String peer) {
        links.put(peer, new Link());
    }

    Set<String> peers() {
        return links.keySet();
    }

    long now() {
        return now;
    }

    void at(long time, Runnable run) {
        queue.add(new Event(Math.max(time, now), events++, run));
    }

    void runUntil(long end) {
        for (Event next; (next = queue.poll()) != null && next.at() < end; ) {
            now = next.at();
            next.run().run();
        }
    }

    void toPeer(String peer, Runnable arrives) {
        var link = links.get(peer);
        link.downFree = Math.max(link.downFree, now + delay());
        carry(link, link.downFree, arrives);
    }

    void toService(String peer, Runnable arrives) {
        var link = links.get(peer);
        link.upFree = Math.max(link.upFree, now + delay());
        carry(link, link.upFree, arrives);
    }

    private int delay() {
        return 1 + random.nextInt(MAX_DELAY);
    }

    private void carry(Link link, long until, Runnable arrives) {
        if (!link.up) return;
        int number = link.number;
        at(until, () -> {
            if (link.up && link.number == number) arrives.run();
        });
    }

    boolean isUp(String peer) {
        return links.get(peer).up;
    }

    void cut(String peer) {
        var link = links.get(peer);
        link.up = false;
        link.number++;
    }

    void restore(String peer) {
        var link = links.get(peer);
        link.up = true;
        link.number++;
    }
}
