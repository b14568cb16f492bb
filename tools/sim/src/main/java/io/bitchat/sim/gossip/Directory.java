package io.bitchat.sim.gossip;

import io.bitchat.gossip.PeerId;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Nodes by id: an open-addressing hash table, because every frame is looked up in it. Ids are parts of hashes, so their
 * first bits serve as the index.
 */
final class Directory {
    private int bits = 6;
    private long[] ids = new long[1 << bits];
    private @Nullable SimNode[] nodes = new SimNode[1 << bits];
    private int size;

    void add(SimNode node) {
        if (++size * 2 > nodes.length) grow();
        place(node);
    }

    @Nullable
    SimNode find(PeerId id) {
        return nodes[seatOf(id.value())];
    }

    /** The slot of an id, or the free slot for it. */
    private int seatOf(long id) {
        int seat = (int) (id >>> -bits);
        while (nodes[seat] != null && ids[seat] != id) seat = (seat + 1) % nodes.length;
        return seat;
    }

    private void place(SimNode node) {
        long id = node.contact().id().value();
        int seat = seatOf(id);
        ids[seat] = id;
        nodes[seat] = node;
    }

    private void grow() {
        var all = nodes;
        bits++;
        ids = new long[1 << bits];
        nodes = new SimNode[1 << bits];
        Arrays.stream(all).forEach(node -> {
            if (node != null) place(node);
        });
    }
}
