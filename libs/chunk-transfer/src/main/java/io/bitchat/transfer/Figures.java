package io.bitchat.transfer;

import io.bitchat.chunks.download.SourceReport;
import java.util.List;

/** Counters and rate of a download. */
final class Figures {
    private static final double FADE_NANOS = 2e9;

    private long bytes;
    private long refetched;
    private long counted;
    private long at;
    private double fading;
    private double time;

    void stored(int length) {
        bytes += length;
    }

    void lost(int came) {
        refetched += came;
    }

    void tick(long now) {
        long passed = at == 0 ? 0 : now - at;
        double kept = Math.exp(-passed / FADE_NANOS);
        fading = fading * kept + (bytes - counted);
        time = time * kept + passed;
        counted = bytes;
        at = now;
    }

    DownloadProgress of(int chunks, int total, int inFlight, List<SourceReport> sources, long now) {
        long rate = time > 0 ? (long) (fading * 1e9 / time) : 0;
        return new DownloadProgress(chunks, total, bytes, refetched, rate, inFlight, sources);
    }
}
