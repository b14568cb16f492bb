package io.bitchat.files.flow;

import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Octets of chunks in memory. Who finds no room waits in turn; an owner who holds its share lets others pass, so that one
 * who sends or reads slowly keeps no room but its own. Thread-safe.
 */
class ByteBudget {
    private static final int MAX_WAITING = 1_024;
    private static final int MAX_WAITING_OF_ONE = 256;

    private final long total;
    private final long share;
    private final Duration patience;
    private final Vertx vertx;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final Map<String, Long> held = new HashMap<>();
    private long used;

    private record Waiting(String owner, long bytes, UniEmitter<? super Runnable> turn, Watch watch) {}

    /** The timer of one who waits. It holds all that its turn would begin, so that it must not outlast the waiting. */
    private static final class Watch {
        private static final long NONE = -1;

        private final Vertx vertx;
        private long timer = NONE;
        private boolean over;

        Watch(Vertx vertx) {
            this.vertx = vertx;
        }

        synchronized void begin(long millis, Runnable ended) {
            if (!over) timer = vertx.setTimer(millis, _ -> ended.run());
        }

        synchronized void end() {
            over = true;
            if (timer != NONE) vertx.cancelTimer(timer);
        }
    }

    /**
     * @param total octets that all hold together
     * @param share octets that one owner may hold; more only at once, who holds nothing else
     * @param patience how long one may wait
     */
    ByteBudget(long total, long share, Duration patience, Vertx vertx) {
        this.total = total;
        this.share = share;
        this.patience = patience;
        this.vertx = vertx;
    }

    /**
     * Waits for room, and gives what frees it again. Fails with 503 where too many wait, or none was found in time.
     *
     * @param owner who is answerable for it
     */
    public Uni<Runnable> take(String owner, long bytes) {
        return Uni.createFrom().emitter(turn -> {
            var newcomer = new Waiting(owner, Math.min(bytes, total), turn, new Watch(vertx));
            switch (admit(newcomer)) {
                case NOW -> begin(newcomer);
                case LATER -> newcomer.watch().begin(patience.toMillis(), () -> giveUp(newcomer));
                case NEVER -> turn.fail(overloaded());
            }
        });
    }

    private enum Admission {
        NOW,
        LATER,
        NEVER
    }

    private synchronized Admission admit(Waiting newcomer) {
        if (hasShare(newcomer) && used + newcomer.bytes() <= total && nobodyBefore()) {
            lend(newcomer);
            return Admission.NOW;
        }
        long own = waiting.stream()
                .filter(other -> other.owner().equals(newcomer.owner()))
                .count();
        if (waiting.size() >= MAX_WAITING || own >= MAX_WAITING_OF_ONE) return Admission.NEVER;
        waiting.add(newcomer);
        return Admission.LATER;
    }

    /** Those who wait for their own share only do not keep others waiting. */
    private boolean nobodyBefore() {
        return waiting.stream().noneMatch(this::hasShare);
    }

    private boolean hasShare(Waiting one) {
        long before = held.getOrDefault(one.owner(), 0L);
        return before == 0 || before + one.bytes() <= share;
    }

    private void lend(Waiting one) {
        used += one.bytes();
        held.merge(one.owner(), one.bytes(), Long::sum);
    }

    private void begin(Waiting next) {
        next.watch().end();
        var lent = new AtomicBoolean(true);
        Runnable free = () -> {
            if (lent.getAndSet(false)) free(next);
        };
        next.turn().complete(free);
    }

    private void free(Waiting one) {
        next(one).forEach(this::begin);
    }

    private synchronized List<Waiting> next(Waiting gone) {
        used -= gone.bytes();
        held.computeIfPresent(gone.owner(), (_, bytes) -> bytes > gone.bytes() ? bytes - gone.bytes() : null);
        return Stream.iterate(poll(), one -> one != null, _ -> poll()).toList();
    }

    /** The first who has a share left; if there is no room for it, nobody overtakes. */
    private @Nullable Waiting poll() {
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
            var one = all.next();
            if (!hasShare(one)) continue;
            if (used + one.bytes() > total) return null;
            all.remove();
            lend(one);
            return one;
        }
        return null;
    }

    private void giveUp(Waiting one) {
        boolean waits;
        synchronized (this) {
            waits = waiting.remove(one);
        }
        if (waits) one.turn().fail(overloaded());
    }

    private static Problem overloaded() {
        return Problem.unavailable("overloaded", "too many chunks are on their way at once; try again");
    }

    synchronized double used() {
        return used;
    }
}
