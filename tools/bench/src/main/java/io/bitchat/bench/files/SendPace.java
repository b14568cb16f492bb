package io.bitchat.bench.files;

/**
 * Limits a rate in bytes per second. While data waited, unused allowance accumulates without limit, so that late timers
 * do not lower the rate. Otherwise it is capped at 20 ms.
 */
final class SendPace {
    private static final long SILENCE_NANOS = 20_000_000;

    private final double perNano;
    private long last;
    private double saved;

    /** @param now current time in nanoseconds */
    SendPace(double bytesPerSecond, long now) {
        perNano = bytesPerSecond / 1e9;
        last = now;
    }

    /**
     * Bytes that may be sent now.
     *
     * @param waited whether data waited since the last call
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
