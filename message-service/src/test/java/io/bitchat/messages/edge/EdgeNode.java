package io.bitchat.messages.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bitchat.contracts.presence.PresenceEvent;
import io.bitchat.contracts.transport.InboundEvent;
import io.bitchat.contracts.transport.InboundEvent.Received;
import io.bitchat.contracts.transport.OutboundEvent;
import io.bitchat.kit.event.TransientEvents;
import io.bitchat.testkit.KafkaBroker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What the gateway says about one edge node, and what it is offered. */
final class EdgeNode {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LEASE = Duration.ofSeconds(90);

    final String id = "node-" + UUID.randomUUID().toString().substring(0, 8);
    private final TransientEvents events;

    EdgeNode(TransientEvents events) {
        this.events = events;
    }

    void sees(String peerId) {
        var now = Instant.now();
        events.publish(new PresenceEvent.CameOnline(peerId, now, "edge:" + id, now.plus(LEASE)))
                .join();
    }

    void loses(String peerId) {
        events.publish(new PresenceEvent.WentOffline(peerId, Instant.now(), "edge:" + id, "disconnected"))
                .join();
    }

    void says(InboundEvent fact) {
        events.publish(fact).join();
    }

    /** A message that a peer near this node wants to send; as the node alone knows it. */
    Received brings(String messageId, String from, String to, String content) {
        var now = Instant.now();
        var message = new Received(messageId, now, from, to, content, "AES-256-GCM", "n", now, 60, id, 2, true);
        says(message);
        return message;
    }

    /** Everything that was offered to a peer so far, in order. */
    static List<JsonNode> offeredTo(String peerId) {
        var offers = new ArrayList<JsonNode>();
        var servers = KafkaBroker.current().config().getOrDefault("BITCHAT_KAFKA_SERVERS", "");
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", servers),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(OutboundEvent.TOPIC).stream()
                    .map(partition -> new TopicPartition(OutboundEvent.TOPIC, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (peerId.equals(record.key())) offers.add(value(record));
                });
            }
        }
        return offers;
    }

    static List<String> contentsOfferedTo(String peerId) {
        return offeredTo(peerId).stream()
                .map(offer -> offer.path("content").asText())
                .toList();
    }

    private static JsonNode value(ConsumerRecord<String, byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
