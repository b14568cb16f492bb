package io.bitchat.sim.lan;

import io.bitchat.lan.wire.Line;
import io.bitchat.lan.wire.LineId;
import io.bitchat.lan.wire.StreamId;
import io.bitchat.sim.gossip.Delays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Observes from outside of the nodes who found whom and who showed what, and when. Times in microseconds. */
final class LanLedger {
    private static final long NOT_YET = -1;

    private final long[] started;
    private final long[][] found;
    private final Map<LineId, Long> said = new HashMap<>();
    private final List<Set<LineId>> shown = new ArrayList<>();
    private final List<Map<StreamId, Long>> latest = new ArrayList<>();
    private final Delays delays = new Delays();
    private final Map<LineId, Long> toLast = new HashMap<>();
    private long observedUntil = Long.MAX_VALUE;
    private long twice;
    private long outOfOrder;

    LanLedger(int nodes) {
        started = new long[nodes];
        found = new long[nodes][nodes];
        for (var row : found) Arrays.fill(row, NOT_YET);
        for (int i = 0; i < nodes; i++) {
            shown.add(new HashSet<>());
            latest.add(new HashMap<>());
        }
    }

    /** Restricts the delays to lines that were said before this time. */
    void observeUntil(long time) {
        observedUntil = time;
    }

    void started(int node, long now) {
        started[node] = now;
    }

    void found(int node, int other, long now) {
        if (found[node][other] == NOT_YET) found[node][other] = now;
    }

    /** A node shows a line; the writer is the first to do so. */
    void shown(int node, Line line, long now) {
        var id = line.id();
        if (!shown.get(node).add(id)) {
            twice++;
            return;
        }
        if (latest.get(node).merge(id.stream(), id.sequence(), Math::max) != id.sequence()) outOfOrder++;
        var at = said.putIfAbsent(id, now);
        if (at == null || at >= observedUntil) return;
        delays.add(now - at);
        toLast.merge(id, now - at, Math::max);
    }

    /** Time from the start of the later of two nodes until the other one has found it, for all that have. */
    Delays discovery() {
        var times = new Delays();
        for (int i = 0; i < found.length; i++) {
            for (int j = 0; j < found.length; j++) {
                if (i != j && found[i][j] != NOT_YET) times.add(found[i][j] - Math.max(started[i], started[j]));
            }
        }
        return times;
    }

    Delays delays() {
        return delays;
    }

    Delays toLast() {
        var times = new Delays();
        toLast.values().forEach(times::add);
        return times;
    }

    int said() {
        return said.size();
    }

    /** Number of lines that each node has shown. */
    List<Integer> shownPerNode() {
        return shown.stream().map(Set::size).toList();
    }

    long twice() {
        return twice;
    }

    long outOfOrder() {
        return outOfOrder;
    }
}
