package io.bitchat.sim.sockets;

import io.bitchat.gossip.wire.Packet;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/** Traffic of nodes by purpose, without the overhead of links. Thread-safe. */
final class Traffic {
    private static final int KIND = 0x1f;
    private static final Purpose[] PURPOSES = {
        Purpose.PAYLOADS,
        Purpose.PAYLOADS, // push, reply
        Purpose.IDS,
        Purpose.IDS, // announce, pull
        Purpose.TREE,
        Purpose.TREE, // prune, graft
        Purpose.MEMBERSHIP,
        Purpose.MEMBERSHIP,
        Purpose.MEMBERSHIP, // join, forward join, neighbour
        Purpose.MEMBERSHIP,
        Purpose.MEMBERSHIP, // neighbour's reply, disconnect
        Purpose.MEMBERSHIP,
        Purpose.MEMBERSHIP, // shuffle and its reply
        Purpose.PINGS,
        Purpose.PINGS,
        Purpose.CLOCKS,
        Purpose.CLOCKS,
        Purpose.CLOCKS,
        Purpose.CLOCKS, // digest, split, listing, fetch
        Purpose.TREE,
        Purpose.TREE, // beacon, seek
    };

    private final AtomicLongArray frames = new AtomicLongArray(Purpose.values().length);
    private final AtomicLongArray bytes = new AtomicLongArray(Purpose.values().length);

    /** Frames and their bytes. */
    record Share(long frames, long bytes) {}

    enum Purpose {
        PAYLOADS,
        IDS,
        TREE,
        CLOCKS,
        PINGS,
        MEMBERSHIP
    }

    void sent(Packet packet) {
        var purpose = PURPOSES[packet.head()[0] & KIND];
        frames.incrementAndGet(purpose.ordinal());
        bytes.addAndGet(purpose.ordinal(), packet.size());
    }

    /** Resets the counters. */
    void restart() {
        for (var purpose : Purpose.values()) {
            frames.set(purpose.ordinal(), 0);
            bytes.set(purpose.ordinal(), 0);
        }
    }

    /** The traffic since the last reset. */
    Map<Purpose, Share> shares() {
        var shares = new EnumMap<Purpose, Share>(Purpose.class);
        for (var purpose : Purpose.values()) {
            shares.put(purpose, new Share(frames.get(purpose.ordinal()), bytes.get(purpose.ordinal())));
        }
        return shares;
    }
}
