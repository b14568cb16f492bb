package io.bitchat.bench;

/**
 * So many bytes in a second. What could not be sent in time while something was to be sent is made good, so that the rate
 * does not depend on how punctual timers are; of silence only 20 ms are.
 */
final class SendPace {
    private static final long SILENCE_NANOS = 20_000_000;

    private final double perNano;
    private long last;
    private double saved;

    /** @param now in nanoseconds */
    SendPace(double bytesPerSecond, long now) {
        perNano = bytesPerSecond / 1e9;
        last = now;
    }

    /**
     * Bytes that may be sent now.
     *
     * @param waited whether there was something to send since it was asked the last time
     */
    double allowed(long now, boolean waited) {
        saved += perNano * (now - last);
        last = now;
        if (!waited) saved = Math.min(saved, perNano * SILENCE_NANOS);
        return saved;
    }

    void sent(int bytes) {
        saved -= bytes;
    }
}
