package io.bitchat.groups.gossip;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;

/** Counts what this site does not even hand to the protocol, beside the reasons that the protocol has. */
@ApplicationScoped
class Overload {
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

    /** A frame, since too many of its site wait. */
    void overflow() {
        overflow.increment();
    }

    /** A request for messages, since others of that site are under way. */
    void askedTooOften() {
        askedTooOften.increment();
    }

    /** An invitation or an answer to one, since too many wait. */
    void invitation() {
        invitations.increment();
    }
}
