package io.bitchat.files.tus;

import io.bitchat.files.flow.Loan;
import io.bitchat.files.flow.Pace;
import io.vertx.core.Context;

/** How fast the chunk fills that memory was lent for. On one event loop, but for {@link #begin}. */
final class Filling {
    private volatile Pace pace;
    private volatile Runnable tooSlow = () -> {};

    Filling(Pace pace) {
        this.pace = pace;
    }

    void onTooSlow(Runnable action) {
        tooSlow = action;
    }

    /** Memory for the next chunk is there. */
    void begin(Loan lent, Context loop) {
        var next = pace.with(lent);
        pace = next;
        next.begin(() -> loop.runOnContext(_ -> tooSlow.run()));
    }

    /** It is full, or nothing comes any more. */
    void end() {
        pace.end();
    }

    boolean isLimited() {
        return pace.isLimited();
    }

    /** Counts octets that have come; for how many milliseconds none may follow. */
    long pass(int octets) {
        return pace.pass(octets);
    }
}
