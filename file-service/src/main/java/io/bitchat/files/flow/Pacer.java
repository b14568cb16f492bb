package io.bitchat.files.flow;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

/** Rate limit of one transfer. Thread-safe. */
public final class Pacer {
    private final List<TokenBucket> limits;
    private final Timer waited;
    private final Loan loan;

    Pacer(List<TokenBucket> limits, Timer waited) {
        this(limits, waited, new Loan(_ -> {}));
    }

    private Pacer(List<TokenBucket> limits, Timer waited, Loan loan) {
        this.limits = limits;
        this.waited = waited;
        this.loan = loan;
    }

    /** The same limits for the holder of a loan, who must not be too slow while others wait for memory. */
    public Pacer with(Loan lent) {
        return new Pacer(limits, waited, lent);
    }

    /** Starts measuring the client's rate, unless a limit here slows the client down anyway. */
    public void begin(Runnable whenTooSlow) {
        if (!isLimited()) loan.watch(whenTooSlow);
    }

    /** Counts bytes that are not delayed by a limit. */
    public void moved(int bytes) {
        loan.moved(bytes);
    }

    /** Stops measuring: the remaining work does not depend on the client. */
    public void end() {
        loan.unwatch();
    }

    /** Whether it has a limit. */
    public boolean isLimited() {
        return !limits.isEmpty();
    }

    /** Maximum number of bytes to send in one piece: a twentieth of a second at most. */
    public int piece() {
        return limits.stream().mapToInt(TokenBucket::piece).min().orElse(Integer.MAX_VALUE);
    }

    /**
     * Counts bytes that are moved now.
     *
     * @return milliseconds to wait before the next bytes; rounded up, since timers have no finer unit
     */
    public long pass(int bytes) {
        moved(bytes);
        long wait = limits.stream().mapToLong(limit -> limit.pass(bytes)).max().orElse(0);
        if (wait > 0) waited.record(Duration.ofNanos(wait));
        return Math.ceilDiv(wait, Duration.ofMillis(1).toNanos());
    }
}
