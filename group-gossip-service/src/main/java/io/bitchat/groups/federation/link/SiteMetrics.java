package io.bitchat.groups.federation.link;

import io.bitchat.link.CloseReason;
import io.bitchat.link.SendResult;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/** Counts events on links. */
@ApplicationScoped
class SiteMetrics {
    private final MeterRegistry registry;

    SiteMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void closed(CloseReason reason) {
        count("bitchat.sites.links.ended", "reason", reason);
    }

    void notSent(SendResult result) {
        count("bitchat.sites.frames.unsent", "reason", result);
    }

    /** Counts a pause of a site's links because the site is over its share. */
    void held(String site) {
        registry.counter("bitchat.sites.held", "site", site).increment();
    }

    void malformed() {
        registry.counter("bitchat.sites.frames.malformed").increment();
    }

    private void count(String name, String key, Enum<?> value) {
        registry.counter(name, key, value.name().toLowerCase(Locale.ROOT)).increment();
    }
}
