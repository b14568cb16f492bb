package io.bitchat.transfer;

import io.bitchat.retry.Backoff;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** State of the questions to one source. */
final class SourceProbe {
    private static final long SECOND = 1_000_000_000L;
    private static final int ATTEMPTS = 4;
    private static final long AGAIN = 10 * SECOND;
    private static final Backoff BACKOFF = Backoff.ofMillis(1_000, 8_000);

    private final ChunkSource source;
    private @Nullable Listing listing;
    private String reason = "";
    private boolean asking;
    private boolean refused;
    private int failures;
    private boolean waits;
    private long due;

    SourceProbe(ChunkSource source) {
        this.source = source;
    }

    ChunkSource source() {
        return source;
    }

    Optional<Listing> listing() {
        return refused ? Optional.empty() : Optional.ofNullable(listing);
    }

    String reason() {
        return reason;
    }

    boolean isRefused() {
        return refused;
    }

    boolean hasFailed() {
        return failures > 0;
    }

    /** Whether an answer is pending, or the question will be repeated after a failure. */
    boolean mayYetAnswer() {
        return !refused && (asking || (hasFailed() && waits));
    }

    boolean isDue(long now) {
        return waits && !asking && now - due >= 0;
    }

    void asked() {
        asking = true;
        waits = false;
    }

    void said(Listing said, long now) {
        listing = said;
        asking = false;
        failures = 0;
        reason = "";
        // an incomplete source may still be fetching the rest
        waits = !said.isComplete();
        due = now + AGAIN;
    }

    void refused(String why) {
        refused = true;
        asking = false;
        waits = false;
        reason = why;
    }

    void failed(String why, long now) {
        asking = false;
        reason = why;
        failures++;
        waits = failures < ATTEMPTS;
        due = now + TimeUnit.MILLISECONDS.toNanos(BACKOFF.millisAfter(failures));
    }
}
