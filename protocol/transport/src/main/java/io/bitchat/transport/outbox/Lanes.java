package io.bitchat.transport.outbox;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All lanes, and which of them goes next. */
final class Lanes {
    /** Every so many turns the lane that has waited longest goes, whatever its priority, so that none starves. */
    static final int FAIR_SHARE = 8;

    private final Map<Lane.Route, Lane> byRoute = new HashMap<>();
    private final Map<String, Set<Lane>> byReceiver = new HashMap<>();
    private final TreeSet<Lane> urgentFirst =
            new TreeSet<>(Comparator.comparing(Lane::priority).reversed().thenComparingLong(lane -> lane.turn));
    private final TreeSet<Lane> longestFirst = new TreeSet<>(Comparator.comparingLong(lane -> lane.turn));
    private final TreeSet<Lane> paused =
            new TreeSet<>(Comparator.comparing(Lanes::end).thenComparingLong(lane -> lane.turn));
    private long turns;
    private long picks;

    private static Instant end(Lane lane) {
        return lane.pausedUntil == null ? Instant.MIN : lane.pausedUntil;
    }

    Lane of(Lane.Route route) {
        return byRoute.computeIfAbsent(route, _ -> {
            var lane = new Lane(route);
            lane.turn = ++turns;
            byReceiver.computeIfAbsent(route.receiver(), _ -> new HashSet<>()).add(lane);
            return lane;
        });
    }

    /** Changes a lane, and puts it where it belongs then. Every change of a lane goes through here. */
    void change(Lane lane, Runnable change) {
        urgentFirst.remove(lane);
        longestFirst.remove(lane);
        paused.remove(lane);
        change.run();
        if (lane.isEmpty()) {
            drop(lane);
        } else if (lane.hasNext()) {
            if (lane.pausedUntil != null) {
                paused.add(lane);
            } else {
                urgentFirst.add(lane);
                longestFirst.add(lane);
            }
        }
    }

    private void drop(Lane lane) {
        byRoute.remove(lane.route);
        byReceiver.computeIfPresent(lane.route.receiver(), (_, lanes) -> {
            lanes.remove(lane);
            return lanes.isEmpty() ? null : lanes;
        });
    }

    /** The lane whose turn it is; null if none is ready. Those whose first message has expired are passed over. */
    @Nullable
    Lane next(Instant now) {
        while (!paused.isEmpty() && !end(paused.first()).isAfter(now)) resume(paused.first());
        var order = (picks + 1) % FAIR_SHARE == 0 ? longestFirst : urgentFirst;
        for (var lane : order) {
            if (lane.isFirstExpired(now)) continue;
            picks++;
            return lane;
        }
        return null;
    }

    /** Moves the lane behind all others of its priority. */
    void served(Lane lane) {
        lane.turn = ++turns;
    }

    void resumeAll() {
        for (var lane : List.copyOf(byRoute.values())) resume(lane);
    }

    void resume(String receiver) {
        for (var lane : List.copyOf(byReceiver.getOrDefault(receiver, Set.of()))) resume(lane);
    }

    private void resume(Lane lane) {
        change(lane, () -> {
            lane.pausedUntil = null;
            lane.hurried = !lane.hasNext();
        });
    }

    /** When the next pause ends; null if none lasts. */
    @Nullable
    Instant nextEnd() {
        return paused.isEmpty() ? null : end(paused.first());
    }

    int size() {
        return byRoute.size();
    }
}
