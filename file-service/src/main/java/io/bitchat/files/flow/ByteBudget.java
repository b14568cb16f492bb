package io.bitchat.files.flow;

import io.bitchat.files.flow.Loan.Slowest;
import io.bitchat.kit.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Budget for the bytes of chunks in memory. A request that finds no room waits in line. If its peer or address has used
 * up its share, later requests pass it, so a slow client occupies only its own share. While anyone waits, a transfer
 * below the minimum rate is ended. Thread-safe.
 */
class ByteBudget {
    private static final int MAX_WAITING = 1_024;
    private static final int MAX_WAITING_OF_ONE = 256;
    private static final int MAX_WAITING_OF_ADDRESS = 512;
    /** The share of a peer is a quarter of the total, that of an address is half. */
    private static final int SHARES = 4;

    private static final int SHARES_OF_ADDRESSES = 2;
    private static final long LOOK_MILLIS = 1_000;

    private final long total;
    private final Duration patience;
    private final Slowest slowest;
    private final Vertx vertx;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final Set<Loan> loans = new HashSet<>();
    private final Shares peers;
    private final Shares addresses;
    private boolean looking;
    private long used;

    private record Waiting(Borrower who, long bytes, UniEmitter<? super Loan> turn, Watch watch) {}

    /**
     * Timer of a waiting request. Its callback holds all that the turn would begin, so it must not outlive the waiting.
     */
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
     * Bytes that may be lent.
     *
     * @param total to all together
     * @param ofPeer to one peer; a single loan may exceed it if the peer holds nothing else
     * @param ofAddress to one address, likewise
     */
    record Size(long total, long ofPeer, long ofAddress) {
        static Size of(long total) {
            return new Size(total, total / SHARES, total / SHARES_OF_ADDRESSES);
        }
    }

    /**
     * @param patience maximum waiting time
     * @param slowest minimum rate while others wait
     */
    ByteBudget(Size size, Duration patience, Slowest slowest, Vertx vertx) {
        this.total = size.total();
        this.peers = new Shares(size.ofPeer());
        this.addresses = new Shares(size.ofAddress());
        this.patience = patience;
        this.slowest = slowest;
        this.vertx = vertx;
    }

    /** Waits for room, and lends it. Fails with 503 if too many requests wait, or if no room is found in time. */
    public Uni<Loan> take(Borrower who, long bytes) {
        return Uni.createFrom().emitter(turn -> {
            var newcomer = new Waiting(who, Math.min(bytes, total), turn, new Watch(vertx));
            switch (admit(newcomer)) {
                case NOW -> begin(newcomer);
                case LATER -> {
                    newcomer.watch().begin(patience.toMillis(), () -> giveUp(newcomer));
                    // a cancelled request must not get a loan that nobody would return
                    turn.onTermination(() -> forget(newcomer));
                    look();
                }
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
        if (waiting.size() >= MAX_WAITING
                || waitingLike(newcomer, Borrower::peer) >= MAX_WAITING_OF_ONE
                || waitingLike(newcomer, Borrower::address) >= MAX_WAITING_OF_ADDRESS) return Admission.NEVER;
        waiting.add(newcomer);
        return Admission.LATER;
    }

    private long waitingLike(Waiting newcomer, Function<Borrower, Optional<String>> name) {
        var own = name.apply(newcomer.who());
        if (own.isEmpty()) return 0;
        return waiting.stream()
                .filter(other -> name.apply(other.who()).equals(own))
                .count();
    }

    /** Waiters over their own share do not block the queue. */
    private boolean nobodyBefore() {
        return waiting.stream().noneMatch(this::hasShare);
    }

    private boolean hasShare(Waiting one) {
        return peers.has(one.who().peer(), one.bytes())
                && addresses.has(one.who().address(), one.bytes());
    }

    private void lend(Waiting one) {
        used += one.bytes();
        peers.take(one.who().peer(), one.bytes());
        addresses.take(one.who().address(), one.bytes());
    }

    private void begin(Waiting next) {
        next.watch().end();
        next.turn().complete(loan(next.who(), next.bytes()));
    }

    /** A loan stays in {@code loans} until it is returned. It holds no reference to what its turn has begun. */
    private Loan loan(Borrower who, long bytes) {
        var loan = new Loan(ended -> free(ended, who, bytes));
        synchronized (this) {
            loans.add(loan);
        }
        return loan;
    }

    private void free(Loan loan, Borrower who, long bytes) {
        List<Waiting> next;
        synchronized (this) {
            loans.remove(loan);
            used -= bytes;
            peers.free(who.peer(), bytes);
            addresses.free(who.address(), bytes);
            next = nextOnes();
        }
        next.forEach(this::begin);
    }

    private List<Waiting> nextOnes() {
        return Stream.iterate(poll(), one -> one != null, _ -> poll()).toList();
    }

    /** Takes the first waiter that is within its share. If there is no room for it, nobody overtakes it. */
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

    private void forget(Waiting one) {
        one.watch().end();
        List<Waiting> next;
        synchronized (this) {
            if (!waiting.remove(one)) return;
            next = nextOnes();
        }
        next.forEach(this::begin);
    }

    /** Ends transfers that are too slow, and looks again every second until nobody waits. */
    private void look() {
        synchronized (this) {
            if (looking || waiting.isEmpty() || slowest.bytesPerSecond() == 0) return;
            looking = true;
        }
        vertx.setTimer(LOOK_MILLIS, _ -> {
            long now = System.nanoTime();
            List<Runnable> ends;
            synchronized (this) {
                looking = false;
                ends = waiting.isEmpty()
                        ? List.of()
                        : loans.stream()
                                .flatMap(loan -> loan.tooSlow(now, slowest).stream())
                                .toList();
            }
            ends.forEach(Runnable::run);
            look();
        });
    }

    private static Problem overloaded() {
        return Problem.unavailable("overloaded", "too many chunks are being uploaded at once; try again");
    }

    synchronized double used() {
        return used;
    }
}
