package io.bitchat.groups.federation.link;

import io.bitchat.link.CloseReason;
import io.bitchat.link.SendResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Locale;

/** Counts events on links. */
@ApplicationScoped
class SiteMetrics {
    static final String HELD = "bitchat.sites.held";
    private static final String ENDED = "bitchat.sites.links.ended";
    private static final String UNSENT = "bitchat.sites.frames.unsent";

    private final MeterRegistry registry;

    SiteMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counters exist from the start, at 0: else a monitor misses the first increase. */
    void start(@Observes StartupEvent startup) {
        for (var reason : CloseReason.values()) counter(ENDED, reason);
        for (var result : SendResult.values()) if (result != SendResult.ACCEPTED) counter(UNSENT, result);
        malformedFrames();
    }

    void closed(CloseReason reason) {
        counter(ENDED, reason).increment();
    }

    void notSent(SendResult result) {
        counter(UNSENT, result).increment();
    }

    /** Counts a pause of a site's links because the site is over its share. */
    void held(String site) {
        registry.counter(HELD, "site", site).increment();
    }

    void malformed() {
        malformedFrames().increment();
    }

    private Counter malformedFrames() {
        return registry.counter("bitchat.sites.frames.malformed");
    }

    private Counter counter(String name, Enum<?> reason) {
        return registry.counter(name, "reason", reason.name().toLowerCase(Locale.ROOT));
    }
}
