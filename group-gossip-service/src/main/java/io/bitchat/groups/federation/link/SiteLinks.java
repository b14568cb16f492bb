package io.bitchat.groups.federation.link;

import io.bitchat.crypto.Bytes;
import io.bitchat.gossip.PeerId;
import io.bitchat.groups.federation.scoring.FrameCost;
import io.bitchat.groups.site.KnownSite;
import io.bitchat.groups.site.KnownSites;
import io.bitchat.link.CloseReason;
import io.bitchat.link.Link;
import io.bitchat.link.LinkListener;
import io.bitchat.link.SendResult;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.util.List;

/** Sends frames to other sites, and passes received frames to listeners. Thread-safe. */
@ApplicationScoped
public class SiteLinks implements LinkListener {
    private static final long NANOS_PER_MICRO = 1_000;
    /**
     * Maximum number of links to one site. All replicas of both sites may dial each other; more links are not
     * legitimate.
     */
    private static final int MAX_LINKS = 64;

    private final KnownSites sites;
    private final List<SiteListener> listeners;
    private final SiteMetrics metrics;
    private final LinkTable table;
    private final SiteShares shares;

    SiteLinks(
            KnownSites sites,
            @All List<SiteListener> listeners,
            SiteMetrics metrics,
            LinkTable table,
            SiteShares shares) {
        this.sites = sites;
        this.listeners = listeners;
        this.metrics = metrics;
        this.table = table;
        this.shares = shares;
    }

    /** Sends a group's frame; returns false if no link took it. */
    public boolean send(PeerId to, SiteFrame.Gossip frame) {
        var bytes = frame.encode();
        boolean sent = false;
        for (var link : table.ways(to, frame.tag())) sent |= sent(link, bytes);
        return sent;
    }

    /** Sends any other frame over one link; returns false if there is none, or it did not take the frame. */
    public boolean send(PeerId to, SiteFrame frame) {
        return table.first(to).map(open -> sent(open.link(), frame.encode())).orElse(false);
    }

    /** Charges a site for wasted work, or for replies that it asked for. */
    public void charge(PeerId site, double units) {
        sites.withId(site).ifPresent(known -> shares.spend(known, units));
    }

    /** Whether links to other sites are enabled. */
    public boolean areWanted() {
        return sites.areEnabled();
    }

    /** Whether there is a link to a site. */
    public boolean isUp(PeerId site) {
        return table.first(site).isPresent();
    }

    LinkTable table() {
        return table;
    }

    private boolean sent(Link link, byte[] bytes) {
        var result = link.send(bytes);
        if (result != SendResult.ACCEPTED) metrics.notSent(result);
        return result == SendResult.ACCEPTED;
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void ping() {
        if (!sites.areEnabled()) return;
        var ping = new SiteFrame.Ping(System.nanoTime()).encode();
        for (var site : sites.all())
            table.of(site.id()).forEach(open -> open.link().send(ping));
    }

    @Override
    public void opened(Link link) {
        sites.of(link.remoteKey()).ifPresent(site -> {
            if (table.of(site.id()).size() >= MAX_LINKS) {
                link.close(CloseReason.DUPLICATE);
                return;
            }
            Log.infof("link opened site=%s address=%s", site.name(), link.remoteAddress());
            link.send(new SiteFrame.Ping(System.nanoTime()).encode());
            if (table.add(site.id(), link)) listeners.forEach(listener -> listener.up(site));
            shares.opened(site, link);
        });
    }

    @Override
    public void closed(Link link, CloseReason reason) {
        sites.of(link.remoteKey()).ifPresent(site -> {
            Log.infof("link closed site=%s reason=%s", site.name(), reason);
            metrics.closed(reason);
            if (table.remove(site.id(), link)) listeners.forEach(listener -> listener.down(site));
        });
    }

    @Override
    public void refused(SocketAddress remote, CloseReason reason) {
        Log.debugf("link refused address=%s reason=%s", remote, reason);
        metrics.closed(reason);
    }

    @Override
    public void frame(Link link, ByteBuffer bytes) {
        var from = sites.of(link.remoteKey());
        if (from.isEmpty()) return;
        var frame = SiteFrame.decode(bytes);
        frame.ifPresentOrElse(known -> admit(from.get(), link, known), () -> {
            metrics.malformed();
            link.close(CloseReason.MISBEHAVED);
        });
    }

    private void admit(KnownSite from, Link link, SiteFrame frame) {
        shares.spend(from, FrameCost.of(frame));
        heard(from, link, frame);
    }

    private void heard(KnownSite from, Link link, SiteFrame frame) {
        switch (frame) {
            case SiteFrame.Ping(long token) -> link.send(new SiteFrame.Pong(token).encode());
            case SiteFrame.Pong(long token) -> measured(from, link, token);
            case SiteFrame.Gossip _, SiteFrame.Invitation _, SiteFrame.Answer _ ->
                listeners.forEach(listener -> listener.heard(from, frame));
        }
        if (frame instanceof SiteFrame.Gossip(Bytes tag, Bytes _)) table.learn(from.id(), tag, link);
    }

    private void measured(KnownSite from, Link link, long token) {
        var open = table.find(from.id(), link);
        long micros = (System.nanoTime() - token) / NANOS_PER_MICRO;
        if (open != null && micros >= 0) open.measured(Math.max(1, micros));
    }
}
