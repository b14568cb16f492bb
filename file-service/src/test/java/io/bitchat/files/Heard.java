package io.bitchat.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;

/** What a stranger hears on a topic about one key. */
public final class Heard {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Heard() {}

    /** An event by the last part of its type, such as {@code created}. */
    public record Fact(String type, JsonNode value) {}

    /** Waits until there are so many about the key, and returns all of them. */
    public static List<Fact> about(String topic, String key, int count) {
        var servers = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
        var facts = new ArrayList<Fact>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", servers),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (key.equals(record.key())) facts.add(fact(record.headers(), record.value()));
                });
                return facts.size() >= count;
            });
        }
        return facts;
    }

    private static Fact fact(org.apache.kafka.common.header.Headers headers, byte[] value) {
        var type = new String(headers.lastHeader("ce_type").value(), StandardCharsets.UTF_8);
        try {
            return new Fact(type.replaceAll(".*\\.([a-z_]+)\\.v1", "$1"), JSON.readTree(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
