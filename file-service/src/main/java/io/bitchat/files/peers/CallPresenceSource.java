package io.bitchat.files.peers;

import io.bitchat.kit.event.EventReader;
import io.bitchat.kit.event.TransientEvents;
import io.bitchat.kit.peers.CallPresence;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Announces the peers that call this service as online. */
@Dependent
class CallPresenceSource {
    @Produces
    @Singleton
    CallPresence callPresence(
            TransientEvents events, EventReader reader, InstantSource clock, MeterRegistry metrics, Vertx vertx) {
        return new CallPresence(events, reader, clock, metrics, vertx);
    }
}
