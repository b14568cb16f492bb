package io.bitchat.files.tus;

import io.bitchat.files.flow.Loan;
import io.bitchat.files.flow.Pacer;
import io.vertx.core.Context;

/** How fast the chunk fills that memory was lent for. On one event loop, but for {@link #begin}. */
final class Filling {
    private volatile Pacer pacer;
    private volatile Runnable tooSlow = () -> {};

    Filling(Pacer pacer) {
        this.pacer = pacer;
    }

    void onTooSlow(Runnable action) {
        tooSlow = action;
    }

    /** Memory for the next chunk is there. */
    void begin(Loan lent, Context loop) {
        var next = pacer.with(lent);
        pacer = next;
        next.begin(() -> loop.runOnContext(_ -> tooSlow.run()));
    }

    /** It is full, or nothing comes any more. */
    void end() {
        pacer.end();
    }

    boolean isLimited() {
        return pacer.isLimited();
    }

    /** Counts bytes that have come; for how many milliseconds none may follow. */
    long pass(int bytes) {
        return pacer.pass(bytes);
    }
}
