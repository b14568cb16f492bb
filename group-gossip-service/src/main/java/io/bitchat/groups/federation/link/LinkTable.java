package io.bitchat.groups.federation.link;

import io.bitchat.crypto.Bytes;
import io.bitchat.gossip.PeerId;
import io.bitchat.link.Link;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The open links by site. A site has several links if both sides dial, or if it has replicas. Only one replica answers
 * for a group, so the group's frames use the link over which its last frame came, and all links before that.
 */
@ApplicationScoped
class LinkTable {
    private final InstantSource clock;
    private final Map<PeerId, List<Open>> links = new ConcurrentHashMap<>();
    private final Map<Way, Link> ways = new ConcurrentHashMap<>();

    LinkTable(InstantSource clock) {
        this.clock = clock;
    }

    private record Way(PeerId site, Bytes tag) {}

    /** One link. Its round trip is in microseconds, 0 until known. */
    static final class Open {
        private final Link link;
        private final Instant since;
        private volatile long roundTrip;

        private Open(Link link, Instant since) {
            this.link = link;
            this.since = since;
        }

        Link link() {
            return link;
        }

        Instant since() {
            return since;
        }

        long roundTrip() {
            return roundTrip;
        }

        void measured(long micros) {
            roundTrip = micros;
        }
    }

    /** @return whether it is the first link to the site */
    synchronized boolean add(PeerId site, Link link) {
        var all = links.computeIfAbsent(site, _ -> new CopyOnWriteArrayList<>());
        all.add(new Open(link, clock.instant()));
        return all.size() == 1;
    }

    /** @return whether it was the last link to the site */
    synchronized boolean remove(PeerId site, Link link) {
        ways.values().removeIf(way -> way == link);
        var all = links.get(site);
        return all != null && all.removeIf(open -> open.link() == link) && all.isEmpty();
    }

    List<Open> of(PeerId site) {
        return links.getOrDefault(site, List.of());
    }

    /** The oldest link to a site. */
    Optional<Open> first(PeerId site) {
        return of(site).stream().findFirst();
    }

    @Nullable
    Open find(PeerId site, Link link) {
        return of(site).stream().filter(open -> open.link() == link).findFirst().orElse(null);
    }

    /** Records that a frame of the group came over this link. */
    void learn(PeerId site, Bytes tag, Link link) {
        ways.put(new Way(site, tag), link);
    }

    /** The links over which the group's frames are sent. */
    List<Link> ways(PeerId site, Bytes tag) {
        var way = ways.get(new Way(site, tag));
        return way != null ? List.of(way) : of(site).stream().map(Open::link).toList();
    }
}
