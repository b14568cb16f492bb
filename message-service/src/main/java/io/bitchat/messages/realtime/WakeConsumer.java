package io.bitchat.messages.realtime;

import io.bitchat.contracts.EventHeaders;
import io.bitchat.contracts.messages.Conversation;
import io.bitchat.contracts.messages.Cursor;
import io.bitchat.contracts.messages.MessageEvent;
import io.bitchat.kit.event.EventCodec;
import io.bitchat.kit.event.MalformedEventException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Hears of messages that other replicas committed, and wakes the sockets here that they are for. */
@ApplicationScoped
class WakeConsumer {
    private static final String SENT_TYPE = "io.bitchat.message.sent.v1";
    private static final byte[] SENT = SENT_TYPE.getBytes(StandardCharsets.UTF_8);

    private final Hub hub;
    private final EventCodec codec;

    WakeConsumer(Hub hub, EventCodec codec) {
        this.hub = hub;
        this.codec = codec;
    }

    @Incoming("wake")
    void hear(ConsumerRecords<String, byte[]> records) {
        for (var record : records) {
            if (concernsSomeoneHere(record)) wake(record);
        }
    }

    /** The key names both peers: most records need not be parsed. */
    private boolean concernsSomeoneHere(ConsumerRecord<String, byte[]> record) {
        var type = record.headers().lastHeader(EventHeaders.TYPE);
        if (type == null || !Arrays.equals(type.value(), SENT) || record.key() == null) return false;
        int middle = record.key().indexOf(Conversation.SEPARATOR);
        return middle >= 0
                && (hub.has(record.key().substring(0, middle))
                        || hub.has(record.key().substring(middle + 1)));
    }

    private void wake(ConsumerRecord<String, byte[]> record) {
        try {
            codec.decode(MessageEvent.class, SENT_TYPE, record.value()).ifPresent(event -> {
                if (event instanceof MessageEvent.Sent sent) wake(sent);
            });
        } catch (MalformedEventException _) {
            // every replica hears it; it is peer-service's consumer that makes a dead letter of it, once
        }
    }

    private void wake(MessageEvent.Sent sent) {
        Cursor.parse(sent.cursor()).ifPresent(place -> hub.wake(sent.toPeerId(), place.position()));
    }
}
