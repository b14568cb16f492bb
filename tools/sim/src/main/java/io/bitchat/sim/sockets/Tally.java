package io.bitchat.sim.sockets;

import io.bitchat.gossip.Message;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Dot;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Counts how many nodes each message reached, and when. Nanoseconds; thread-safe. */
final class Tally implements SocketNode.Deliveries {
    private final Map<Dot, Entry> entries = new ConcurrentHashMap<>();

    /** One message. */
    static final class Entry {
        private final long at = System.nanoTime();
        private final AtomicInteger reached = new AtomicInteger();
        private final AtomicLong last = new AtomicLong();

        int reached() {
            return reached.get();
        }

        long toLast() {
            return last.get();
        }

        private void delivered() {
            last.accumulateAndGet(System.nanoTime() - at, Math::max);
            reached.incrementAndGet();
        }
    }

    @Override
    public void delivered(PeerId at, Message message) {
        var header = message.header();
        if (header.writer().equals(at)) entries.put(header.dot(), new Entry());
        else
            entries.computeIfPresent(header.dot(), (_, entry) -> {
                entry.delivered();
                return entry;
            });
    }

    /** Discards the messages of the warm-up, in which the overlay was still forming. */
    void restart() {
        entries.clear();
    }

    Map<Dot, Entry> entries() {
        return entries;
    }

    long deliveries() {
        return entries.values().stream().mapToLong(Entry::reached).sum();
    }
}
