package io.bitchat.groups.federation.scoring;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts input that this site drops before it reaches the protocol, besides the protocol's own drop reasons. */
@ApplicationScoped
public class Overload {
    private final Counter overflow;
    private final Counter askedTooOften;
    private final Counter invitations;

    Overload(MeterRegistry registry) {
        this.overflow = dropped(registry, "overflow");
        this.askedTooOften = dropped(registry, "asked_too_often");
        this.invitations = registry.counter("bitchat.sites.errands.dropped");
    }

    private static Counter dropped(MeterRegistry registry, String reason) {
        return registry.counter("bitchat.gossip.dropped", "reason", reason);
    }

    /** Counts a frame dropped because too many of its site wait. */
    public void overflow() {
        overflow.increment();
    }

    /** Counts a request for messages dropped because others of that site are under way. */
    public void askedTooOften() {
        askedTooOften.increment();
    }

    /** Counts an invitation or answer dropped because too many wait. */
    public void invitation() {
        invitations.increment();
    }
}
