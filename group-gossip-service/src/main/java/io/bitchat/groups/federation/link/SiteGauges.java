package io.bitchat.groups.federation.link;

import io.bitchat.groups.site.KnownSites;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Whether this replica has a link to each configured site: {@code bitchat.sites.linked}, 1 or 0. */
@ApplicationScoped
class SiteGauges {
    void start(@Observes StartupEvent startup, KnownSites sites, LinkTable table, MeterRegistry metrics) {
        if (!sites.areEnabled()) return;
        for (var site : sites.all()) {
            // exists from the start, at 0: else a monitor misses the first increase
            metrics.counter(SiteMetrics.HELD, "site", site.name());
            Gauge.builder("bitchat.sites.linked", () -> table.first(site.id()).isPresent() ? 1 : 0)
                    .description("1 while there is a link to the site")
                    .tag("site", site.name())
                    .register(metrics);
        }
    }
}
