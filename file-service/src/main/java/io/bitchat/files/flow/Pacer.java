package io.bitchat.files.flow;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

/** How fast one transfer may go. Thread-safe. */
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

    /** The same of one who holds memory, and may not be too slow while others wait for it. */
    public Pacer with(Loan lent) {
        return new Pacer(limits, waited, lent);
    }

    /** From now on the client has to keep up; unless it is held back here, where nobody can. */
    public void begin(Runnable whenTooSlow) {
        if (!isLimited()) loan.watch(whenTooSlow);
    }

    /** Bytes have come that no limit holds back. */
    public void moved(int bytes) {
        loan.moved(bytes);
    }

    /** What is still to be done is not the client's. */
    public void end() {
        loan.unwatch();
    }

    /** Whether it has a limit. */
    public boolean isLimited() {
        return !limits.isEmpty();
    }

    /** Bytes to send in one piece: a twentieth of a second at most. */
    public int piece() {
        return limits.stream().mapToInt(TokenBucket::piece).min().orElse(Integer.MAX_VALUE);
    }

    /**
     * Counts bytes that flow now.
     *
     * @return how many milliseconds to wait before the next ones; whole ones, since timers know no others
     */
    public long pass(int bytes) {
        moved(bytes);
        long wait = limits.stream().mapToLong(limit -> limit.pass(bytes)).max().orElse(0);
        if (wait > 0) waited.record(Duration.ofNanos(wait));
        return Math.ceilDiv(wait, Duration.ofMillis(1).toNanos());
    }
}
