package io.bitchat.messages.realtime;

import io.bitchat.contracts.presence.PresenceEvent;
import io.bitchat.kit.event.BroadcastListener;
import io.bitchat.kit.event.EventReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Handles requests of peers to be shown as away. Every replica listens, because any of them may hold the peer's
 * sockets.
 */
@ApplicationScoped
class AwayConsumer implements BroadcastListener {
    private final EventReader reader;
    private final Presence presence;

    AwayConsumer(EventReader reader, Presence presence) {
        this.reader = reader;
        this.presence = presence;
    }

    @Override
    public Set<String> topics() {
        return Set.of(PresenceEvent.TOPIC);
    }

    @Override
    public void heard(ConsumerRecord<String, byte[]> record) {
        reader.peek(PresenceEvent.class, record).ifPresent(event -> {
            if (event instanceof PresenceEvent.WentOffline offline
                    && offline.reason().equals(PresenceEvent.WentOffline.SAID_SO)) {
                presence.saidAway(offline.peerId(), offline.source());
            }
        });
    }
}
