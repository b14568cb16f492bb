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

/** How fast bytes flow, by the limits of this instance and of one transfer; uploads and downloads each have their own. */
@ApplicationScoped
public class Bandwidth {
    private static final int MAX_UPLOADS = 10_000;

    private final BandwidthConfig config;
    private final TokenBucket in;
    private final TokenBucket out;
    private final Timer waitedIn;
    private final Timer waitedOut;
    /** An upload has many requests at once, which share what it may. */
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

    /** That of a chunk on its way in. */
    public Pacer upload(String fileId) {
        return new Pacer(limited(in, config.transferLimitMbps() > 0 ? uploads.get(fileId) : in), waitedIn);
    }

    /** That of a download. */
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
