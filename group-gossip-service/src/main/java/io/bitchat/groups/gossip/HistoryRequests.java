package io.bitchat.groups.gossip;

import io.bitchat.gossip.Effect;
import io.bitchat.gossip.PeerId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Messages that other sites asked for: one request of each at a time, and a few that wait. */
final class HistoryRequests {
    private static final int MAX_WAITING = 4;

    private final Map<PeerId, Queue<Effect.Load>> waiting = new HashMap<>();

    /** What became of a request. */
    enum Turn {
        /** It is to be served now. */
        NOW,
        /** It comes up when those before it are done. */
        LATER,
        /** There are too many. */
        NEVER
    }

    Turn ask(Effect.Load load) {
        var others = waiting.get(load.to());
        if (others == null) {
            waiting.put(load.to(), new ArrayDeque<>());
            return Turn.NOW;
        }
        return others.size() < MAX_WAITING && others.add(load) ? Turn.LATER : Turn.NEVER;
    }

    /** The one under way is done; the next one of that site. */
    Effect.@Nullable Load done(PeerId site) {
        var others = waiting.get(site);
        var next = others == null ? null : others.poll();
        if (next == null) waiting.remove(site);
        return next;
    }
}
