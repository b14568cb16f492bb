package io.bitchat.system.suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a topic from its first record to its current end, as an external Kafka client would. */
public final class Topic {
    /** A strong reference: a logger without one is collected and loses its level. */
    private static final Logger KAFKA_CLIENT = Logger.getLogger("org.apache.kafka");

    static {
        KAFKA_CLIENT.setLevel(Level.OFF);
    }

    private Topic() {}

    public static List<ConsumerRecord<String, String>> readAll(String servers, String name) {
        var records = new ArrayList<ConsumerRecord<String, String>>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", servers),
                new StringDeserializer(),
                new StringDeserializer())) {
            var partitions = consumer.partitionsFor(name).stream()
                    .map(info -> new TopicPartition(name, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = new HashMap<>(consumer.endOffsets(partitions));
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    /** Whether a record is an event of a service, and not one that a test has written. */
    public static boolean isFactOf(ConsumerRecord<String, String> record, String type) {
        return header(record, "ce_type").equals(type)
                && !header(record, "ce_source").isEmpty();
    }

    public static String header(ConsumerRecord<String, String> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
