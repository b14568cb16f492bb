package io.bitchat.files.tus.body;

import io.bitchat.files.flow.Loan;
import io.bitchat.files.flow.Pacer;
import io.vertx.core.Context;

/** Rate at which the chunk fills that memory was lent for. Runs on one event loop, except for {@link #begin}. */
final class Filling {
    private volatile Pacer pacer;
    private volatile Runnable tooSlow = () -> {};

    Filling(Pacer pacer) {
        this.pacer = pacer;
    }

    void onTooSlow(Runnable action) {
        tooSlow = action;
    }

    /** Starts measuring: memory for the next chunk is lent. */
    void begin(Loan lent, Context loop) {
        var next = pacer.with(lent);
        pacer = next;
        next.begin(() -> loop.runOnContext(_ -> tooSlow.run()));
    }

    /** Stops measuring: the chunk is full, or the stream has ended. */
    void end() {
        pacer.end();
    }

    boolean isLimited() {
        return pacer.isLimited();
    }

    /** Counts bytes that have come; returns the milliseconds to wait before the next. */
    long pass(int bytes) {
        return pacer.pass(bytes);
    }
}
