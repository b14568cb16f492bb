package io.bitchat.files.flow;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.bitchat.files.FilesConfig;
import io.bitchat.files.FilesConfig.BandwidthConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Rate limits of this instance and of each transfer; uploads and downloads have separate limits. */
@ApplicationScoped
public class Bandwidth {
    private static final int MAX_UPLOADS = 10_000;

    private final BandwidthConfig config;
    private final TokenBucket in;
    private final TokenBucket out;
    private final Timer waitedIn;
    private final Timer waitedOut;
    /** By file id: the parallel requests of an upload share its limit. */
    private final LoadingCache<String, TokenBucket> uploads;

    Bandwidth(FilesConfig files, MeterRegistry metrics) {
        config = files.bandwidth();
        in = new TokenBucket(config.limitMbps());
        out = new TokenBucket(config.limitMbps());
        uploads = Caffeine.newBuilder()
                .maximumSize(MAX_UPLOADS)
                .expireAfterAccess(Duration.ofMinutes(2))
                .build(_ -> new TokenBucket(config.transferLimitMbps()));
        waitedIn = waited(metrics, "in");
        waitedOut = waited(metrics, "out");
        metrics.gauge("bitchat.files.bandwidth.limit.mbps", config, BandwidthConfig::limitMbps);
        metrics.gauge("bitchat.files.bandwidth.transfer.limit.mbps", config, BandwidthConfig::transferLimitMbps);
    }

    private static Timer waited(MeterRegistry metrics, String direction) {
        return metrics.timer("bitchat.files.throttle.wait", "direction", direction);
    }

    /** Pacer of a chunk on its way in. */
    public Pacer upload(String fileId) {
        return new Pacer(limited(in, config.transferLimitMbps() > 0 ? uploads.get(fileId) : in), waitedIn);
    }

    /**
     * Pacer of all transfers of a room together.
     *
     * @param mbps megabits (10⁶) per second; 0 means unlimited
     */
    public Pacer room(double mbps) {
        return new Pacer(limited(in, new TokenBucket(mbps)), waitedIn);
    }

    /** Pacer of a download. */
    public Pacer download() {
        return new Pacer(limited(out, new TokenBucket(config.transferLimitMbps())), waitedOut);
    }

    private static List<TokenBucket> limited(TokenBucket instance, TokenBucket transfer) {
        return Stream.of(instance, transfer)
                .distinct()
                .filter(TokenBucket::isLimited)
                .toList();
    }
}
