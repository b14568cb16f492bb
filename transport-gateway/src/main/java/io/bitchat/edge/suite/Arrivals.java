package io.bitchat.edge.suite;

import io.bitchat.edge.adapter.Arrival;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * Messages that nodes have brought and that wait to be taken. Bounded in number and bytes, for all and for each node: one
 * that sends without end does not take the room of the others. Safe from any thread.
 */
final class Arrivals {
    static final int MAX_OF_NODE = 1_000;
    static final long MAX_BYTES_OF_NODE = 16L << 20;
    private static final int MAX = 4 * MAX_OF_NODE;
    private static final long MAX_BYTES = 4 * MAX_BYTES_OF_NODE;

    private final Queue<Arrival> waiting = new ArrayDeque<>();
    /** Of the nodes that have something waiting. */
    private final Map<String, Share> shares = new HashMap<>();

    private long bytes;

    private record Share(int count, long bytes) {
        static final Share NONE = new Share(0, 0);

        Share plus(int number, long size) {
            return new Share(count + number, bytes + size);
        }
    }

    /** False if there is no room; its node is to send it again later. */
    synchronized boolean add(Arrival arrival) {
        int size = arrival.message().payload().size();
        var share = shares.getOrDefault(arrival.from(), Share.NONE).plus(1, size);
        if (waiting.size() >= MAX || bytes + size > MAX_BYTES) return false;
        if (share.count() > MAX_OF_NODE || share.bytes() > MAX_BYTES_OF_NODE) return false;
        shares.put(arrival.from(), share);
        bytes += size;
        return waiting.add(arrival);
    }

    synchronized Optional<Arrival> next() {
        var arrival = waiting.poll();
        if (arrival == null) return Optional.empty();
        int size = arrival.message().payload().size();
        bytes -= size;
        shares.computeIfPresent(arrival.from(), (_, share) -> share.count() == 1 ? null : share.plus(-1, -size));
        return Optional.of(arrival);
    }
}
