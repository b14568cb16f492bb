package io.bitchat.gossip.repair;

import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.causal.VectorClock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Clock entries that changed recently, whose messages a neighbour may still have on their way. Microseconds. */
final class RecentChanges {
    private static final int CAPACITY = 64;
    private static final long WINDOW = 600_000;

    private final Map<PeerId, Long> changedAt = new LinkedHashMap<>();

    void changed(PeerId writer, long now) {
        changedAt.remove(writer);
        changedAt.put(writer, now);
        if (changedAt.size() > CAPACITY)
            changedAt.remove(changedAt.keySet().iterator().next());
    }

    List<Dot> entries(VectorClock clock, long now) {
        changedAt.values().removeIf(at -> now - at > WINDOW);
        var dots = new ArrayList<Dot>(changedAt.size());
        changedAt.keySet().forEach(writer -> dots.add(new Dot(writer, clock.get(writer))));
        return dots;
    }
}
