package io.bitchat.messages.realtime;

import io.bitchat.contracts.presence.PresenceEvent;
import io.bitchat.kit.event.EventReader;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears that a peer asked to be shown as away; each replica, because any may hold its sockets. */
@ApplicationScoped
class AwayConsumer {
    private final EventReader reader;
    private final Presence presence;

    AwayConsumer(EventReader reader, Presence presence) {
        this.reader = reader;
        this.presence = presence;
    }

    @Incoming("away")
    Uni<Void> hear(ConsumerRecords<String, byte[]> records) {
        return reader.read(PresenceEvent.class, records)
                .invoke(events -> events.forEach(received -> {
                    if (received.event() instanceof PresenceEvent.WentOffline offline
                            && offline.reason().equals(PresenceEvent.WentOffline.SAID_SO)) {
                        presence.saidAway(offline.peerId(), offline.source());
                    }
                }))
                .replaceWithVoid();
    }
}
