package io.bitchat.messages.realtime;

import io.bitchat.contracts.peers.PeerEvent;
import io.bitchat.kit.event.BroadcastListener;
import io.bitchat.kit.event.EventReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Closes the sockets of peers that leave the directory, on every replica. */
@ApplicationScoped
class LeftConsumer implements BroadcastListener {
    private final EventReader reader;
    private final Hub hub;

    LeftConsumer(EventReader reader, Hub hub) {
        this.reader = reader;
        this.hub = hub;
    }

    @Override
    public Set<String> topics() {
        return Set.of(PeerEvent.TOPIC);
    }

    @Override
    public void heard(ConsumerRecord<String, byte[]> record) {
        reader.peek(PeerEvent.class, record).ifPresent(event -> {
            if (event instanceof PeerEvent.Retired retired) hub.closeLeft(retired.peerId());
        });
    }
}
