package io.bitchat.gossip.repair;

import io.bitchat.gossip.Contact;
import io.bitchat.gossip.Count;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.Timer;
import io.bitchat.gossip.Turn;
import io.bitchat.gossip.causal.CausalOrder;
import io.bitchat.gossip.causal.Dot;
import io.bitchat.gossip.wire.Frame;
import io.bitchat.gossip.wire.FrameCodec;
import io.bitchat.gossip.wire.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages that neighbours have and this node lacks. They are fetched after a delay, since most are already on their
 * way, and again as long as that brings progress.
 */
final class Wanted {
    /** Maximum number of messages requested, and served, at a time. */
    static final int MESSAGES_AT_A_TIME = 128;

    private static final int CAPACITY = 1_024;
    private static final int MAX_ATTEMPTS = 12;
    private static final Duration FIRST = Duration.ofMillis(400);
    private static final long PAUSE = 100_000;
    private static final Duration AGAIN = Duration.ofMillis(300);

    private final Turn turn;
    private final CausalOrder causal;
    private final Map<PeerId, Target> targets = new LinkedHashMap<>();
    private boolean scheduled;
    private long fetchedAt = -PAUSE;

    /** @param seen clock entry at the last attempt, to detect progress */
    private record Target(Contact holder, long entry, long seen, int attempts) {}

    Wanted(Turn turn, CausalOrder causal) {
        this.turn = turn;
        this.causal = causal;
    }

    boolean isEmpty() {
        return targets.isEmpty();
    }

    void add(Contact holder, Dot dot) {
        // not isHeld: a waiting message may be the newest of its writer while an older one is missing
        if (causal.clock().contains(dot)) return;
        var known = targets.get(dot.writer());
        if (known != null && known.entry() >= dot.sequence()) return;
        if (known == null && targets.size() >= CAPACITY) return;
        targets.put(
                dot.writer(), new Target(holder, dot.sequence(), causal.clock().get(dot.writer()), 0));
        schedule(FIRST);
    }

    /** Fetches from each holder what is still missing. */
    void due() {
        scheduled = false;
        fetch();
    }

    /** Fetches at once, unless it just did: many messages may lack the same causes, or causes that nobody has. */
    void hurry() {
        if (turn.micros() - fetchedAt >= PAUSE) fetch();
    }

    private void fetch() {
        fetchedAt = turn.micros();
        targets.entrySet().removeIf(target -> isDone(target.getKey(), target.getValue()));
        var asks = new LinkedHashMap<Contact, List<Range>>();
        int room = MESSAGES_AT_A_TIME;
        for (var target : List.copyOf(targets.entrySet())) {
            if (room <= 0) break;
            room -= ask(target.getKey(), target.getValue(), room, asks);
        }
        asks.forEach((holder, ranges) -> turn.send(holder, new Frame.Fetch(ranges)));
        if (!targets.isEmpty()) schedule(AGAIN);
    }

    private boolean isDone(PeerId writer, Target target) {
        return causal.clock().get(writer) >= target.entry() || target.attempts() >= MAX_ATTEMPTS;
    }

    private int ask(PeerId writer, Target target, int room, Map<Contact, List<Range>> asks) {
        var ranges = asks.computeIfAbsent(target.holder(), _ -> new ArrayList<>());
        if (ranges.size() >= FrameCodec.MAX_RANGES) return 0;
        long entry = causal.clock().get(writer);
        int attempts = entry > target.seen() ? 1 : target.attempts() + 1;
        targets.put(writer, new Target(target.holder(), target.entry(), entry, attempts));
        int asked = 0;
        for (long next = entry + 1; next <= target.entry() && asked < room && ranges.size() < FrameCodec.MAX_RANGES; ) {
            long last = lastMissing(writer, next, Math.min(target.entry(), next + room - asked - 1));
            if (last >= next) {
                ranges.add(new Range(writer, next, last));
                asked += (int) (last - next + 1);
            }
            next = Math.max(last, next) + 1;
        }
        if (ranges.isEmpty()) asks.remove(target.holder());
        turn.count(Count.CAUGHT_UP, asked);
        return asked;
    }

    /** The end of the gap that begins at {@code from}; {@code from - 1} if there is none. */
    private long lastMissing(PeerId writer, long from, long limit) {
        long last = from - 1;
        while (last < limit && !causal.isHeld(new Dot(writer, last + 1))) last++;
        return last;
    }

    private void schedule(Duration after) {
        if (scheduled) return;
        scheduled = true;
        turn.schedule(new Timer.CatchUp(), after);
    }
}
