package io.bitchat.groups.federation.actor;

import io.bitchat.gossip.Effect;
import io.bitchat.gossip.PeerId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Requests of other sites for stored messages. Of each site, one is served at a time, and up to four wait. */
final class HistoryRequests {
    private static final int MAX_WAITING = 4;

    private final Map<PeerId, Queue<Effect.Load>> waiting = new HashMap<>();

    /** What to do with a request. */
    enum Turn {
        /** Serve it now. */
        NOW,
        /** It is served when those before it are done. */
        LATER,
        /** Too many requests wait; it is dropped. */
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

    /** The current request of a site is done. Returns the site's next one, or null. */
    Effect.@Nullable Load done(PeerId site) {
        var others = waiting.get(site);
        var next = others == null ? null : others.poll();
        if (next == null) waiting.remove(site);
        return next;
    }
}
