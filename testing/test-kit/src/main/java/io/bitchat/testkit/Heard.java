package io.bitchat.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the events with one key from a topic of the {@link KafkaBroker}, as an external consumer would. */
public final class Heard {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Heard() {}

    /** An event, with the last part of its type, such as {@code created}. */
    public record Fact(String type, JsonNode value) {}

    /**
     * Waits for at least {@code count} events with this key, and returns all that were read.
     *
     * @throws AssertionError if there are fewer after 30 seconds
     */
    public static List<Fact> about(String topic, String key, int count) {
        var facts = new ArrayList<Fact>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", servers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long begin = System.nanoTime();
            while (facts.size() < count) {
                if (System.nanoTime() - begin > PATIENCE.toNanos()) throw tooFew(topic, key, count, facts);
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (key.equals(record.key())) facts.add(fact(record));
                });
            }
        }
        return facts;
    }

    private static String servers() {
        return KafkaBroker.current().config().getOrDefault("BITCHAT_KAFKA_SERVERS", "");
    }

    private static AssertionError tooFew(String topic, String key, int count, List<Fact> facts) {
        return new AssertionError(
                "expected " + count + " facts about " + key + " on " + topic + ", and heard " + facts);
    }

    private static Fact fact(ConsumerRecord<String, byte[]> record) {
        var type = new String(record.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8);
        try {
            return new Fact(type.replaceAll(".*\\.([a-z_]+)\\.v1", "$1"), JSON.readTree(record.value()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
