package io.bitchat.files.flow;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;

/** How fast one transfer may go. Thread-safe. */
public final class Pace {
    private final List<Rate> limits;
    private final Timer waited;

    Pace(List<Rate> limits, Timer waited) {
        this.limits = limits;
        this.waited = waited;
    }

    /** Whether it has a limit. */
    public boolean isLimited() {
        return !limits.isEmpty();
    }

    /** Octets to send in one piece: a twentieth of a second at most. */
    public int piece() {
        return limits.stream().mapToInt(Rate::piece).min().orElse(Integer.MAX_VALUE);
    }

    /**
     * Counts octets that flow now.
     *
     * @return how many milliseconds to wait before the next ones; whole ones, since timers know no others
     */
    public long pass(int octets) {
        long wait = limits.stream().mapToLong(limit -> limit.pass(octets)).max().orElse(0);
        if (wait > 0) waited.record(Duration.ofNanos(wait));
        return Math.ceilDiv(wait, Duration.ofMillis(1).toNanos());
    }
}
