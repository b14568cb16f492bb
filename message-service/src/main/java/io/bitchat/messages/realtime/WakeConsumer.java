package io.bitchat.messages.realtime;

import io.bitchat.contracts.Contract;
import io.bitchat.contracts.EventHeaders;
import io.bitchat.contracts.messages.Conversation;
import io.bitchat.contracts.messages.Cursor;
import io.bitchat.contracts.messages.MessageEvent;
import io.bitchat.kit.event.BroadcastListener;
import io.bitchat.kit.event.EventReader;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Wakes the sockets here whose peers were sent messages that other replicas committed. */
@ApplicationScoped
class WakeConsumer implements BroadcastListener {
    private static final byte[] SENT = Contract.typeOf(MessageEvent.Sent.class).getBytes(StandardCharsets.UTF_8);

    private final Hub hub;
    private final EventReader reader;

    WakeConsumer(Hub hub, EventReader reader) {
        this.hub = hub;
        this.reader = reader;
    }

    @Override
    public Set<String> topics() {
        return Set.of(MessageEvent.TOPIC);
    }

    @Override
    public void heard(ConsumerRecord<String, byte[]> record) {
        if (!concernsSomeoneHere(record)) return;
        reader.peek(MessageEvent.class, record).ifPresent(event -> {
            if (event instanceof MessageEvent.Sent sent) wake(sent);
        });
    }

    /** The key names both peers, so most records need not be parsed. */
    private boolean concernsSomeoneHere(ConsumerRecord<String, byte[]> record) {
        var type = record.headers().lastHeader(EventHeaders.TYPE);
        if (type == null || !Arrays.equals(type.value(), SENT) || record.key() == null) return false;
        int middle = record.key().indexOf(Conversation.SEPARATOR);
        return middle >= 0
                && (hub.has(record.key().substring(0, middle))
                        || hub.has(record.key().substring(middle + 1)));
    }

    private void wake(MessageEvent.Sent sent) {
        Cursor.parse(sent.cursor()).ifPresent(place -> hub.wake(sent.toPeerId(), place.position()));
    }
}
