package io.bitchat.edge.notice;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Something that happens often and is told at most once in a while, with how often it happened. Not thread-safe. */
public final class RareNotice {
    private final long pauseNanos;
    private final LongSupplier nanos;
    private boolean wasTold;
    private long toldAt;
    private long untold;

    /** @param nanos elapsed time, which no setting of a clock changes */
    public RareNotice(Duration pause, LongSupplier nanos) {
        this.pauseNanos = pause.toNanos();
        this.nanos = nanos;
    }

    /** It has happened once more. How often since it was told last, if it is to be told now. */
    public OptionalLong next() {
        untold++;
        long now = nanos.getAsLong();
        if (wasTold && now - toldAt < pauseNanos) return OptionalLong.empty();
        wasTold = true;
        toldAt = now;
        long count = untold;
        untold = 0;
        return OptionalLong.of(count);
    }
}
