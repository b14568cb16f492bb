package io.bitchat.system.sites;

import io.bitchat.bench.hostile.HostileSite;
import io.bitchat.bench.hostile.PlayedSite;
import io.bitchat.bench.hostile.SiteLink;
import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.Suite;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Two installations that trust each other and a hostile third site, which the test plays. */
final class HostileSites implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();
    private final Sites sites = Sites.shared();
    private final HostileSite site;
    private final SiteLink toA;
    private final SiteLink toB;

    HostileSites() {
        this.site = new HostileSite(vertx, hostile(), List.of(a().keys(), b().keys()));
        this.toA = site.dial(a().keys(), a().port());
        this.toB = site.dial(b().keys(), b().port());
        Sites.awaitLinks(clientA(), Set.of("b", hostile().name()));
        Sites.awaitLinks(clientB(), Set.of("a", hostile().name()));
    }

    /** A group of both sites with the hostile one invited, and a listener at each honest site. */
    SharedRoom room() {
        return new SharedRoom(this);
    }

    Vertx vertx() {
        return vertx;
    }

    Site a() {
        return sites.a();
    }

    Site b() {
        return sites.b();
    }

    Suite atA() {
        return sites.atA();
    }

    Suite atB() {
        return sites.atB();
    }

    Client clientA() {
        return new Client(atA().url());
    }

    Client clientB() {
        return new Client(atB().url());
    }

    PlayedSite hostile() {
        return sites.played();
    }

    HostileSite site() {
        return site;
    }

    SiteLink toA() {
        return toA;
    }

    SiteLink toB() {
        return toB;
    }

    /** The current metrics of the first site. */
    Counts countsAtA() {
        return Counts.of(atA());
    }

    Counts countsAtB() {
        return Counts.of(atB());
    }

    /** A snapshot of a site's metrics. */
    record Counts(String text) {
        private static Counts of(Suite suite) {
            var uri = URI.create("http://localhost:" + suite.port("group-gossip-service") + "/q/metrics");
            return new Counts(new Client(suite.url())
                    .exchange(HttpRequest.newBuilder(uri).build())
                    .raw()
                    .body());
        }

        /** The sum of all series with this prefix; 0 if there is none. */
        double of(String metric) {
            return text.lines()
                    .filter(line -> line.startsWith(metric))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    @Override
    public void close() {
        site.close();
        vertx.close();
    }
}
