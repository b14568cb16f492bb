package io.bitchat.groups.federation.link;

import io.bitchat.gossip.PeerId;
import io.bitchat.groups.federation.scoring.SiteShare;
import io.bitchat.groups.site.KnownSite;
import io.bitchat.groups.site.SitesConfig;
import io.bitchat.link.Link;
import io.quarkus.logging.Log;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Enforces each site's share: links of a site that exceeds it are not read for a while. TCP flow control then slows the
 * site at no cost here, while dropping frames would still cost reading and decrypting them.
 */
@ApplicationScoped
class SiteShares {
    /**
     * Burst, in seconds of the share. A larger one would delay other sites noticeably, since a burst is handled before
     * their frames.
     */
    private static final double BURST_SECONDS = 0.25;

    private final int perSecond;
    private final Vertx vertx;
    private final SiteMetrics metrics;
    private final LinkTable links;
    private final Map<PeerId, SiteShare> shares = new ConcurrentHashMap<>();

    SiteShares(SitesConfig config, Vertx vertx, SiteMetrics metrics, LinkTable links) {
        this.perSecond = config.share();
        this.vertx = vertx;
        this.metrics = metrics;
        this.links = links;
    }

    /** Pauses a new link of a site that is held back, so that reconnecting gains nothing. */
    void opened(KnownSite site, Link link) {
        var share = share(site.id());
        synchronized (share) {
            if (share.isHeld()) link.pause();
        }
    }

    void spend(KnownSite site, double units) {
        var share = share(site.id());
        // one lock around the decision and its effect: a pause must not overtake the end of the previous one
        synchronized (share) {
            if (!share.spend(units, System.nanoTime())) return;
            links.of(site.id()).forEach(open -> open.link().pause());
        }
        metrics.held(site.name());
        Log.debugf("site is over its share, its links are paused site=%s", site.name());
        release(site);
    }

    private void release(KnownSite site) {
        var share = share(site.id());
        long nanos;
        synchronized (share) {
            nanos = share.remaining(System.nanoTime());
            if (nanos == 0) links.of(site.id()).forEach(open -> open.link().resume());
        }
        if (nanos > 0) vertx.setTimer(TimeUnit.NANOSECONDS.toMillis(nanos) + 1, _ -> release(site));
    }

    private SiteShare share(PeerId site) {
        return shares.computeIfAbsent(
                site, _ -> new SiteShare(perSecond, perSecond * BURST_SECONDS, System.nanoTime()));
    }
}
