package io.bitchat.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The topics of the suite as listed in {@code deploy/topics/topics.json}. */
public record TopicCatalog(List<Topic> topics) {
    /**
     * A topic.
     *
     * @param partitions number of partitions at creation; never changed later, because that would move keys to other
     *     partitions
     * @param config topic settings that differ from the broker's defaults
     */
    public record Topic(String name, int partitions, Map<String, String> config) {
        private static final String IN_SYNC = "min.insync.replicas";
        private static final int SAFE_REPLICAS = 3;

        public Topic {
            config = Map.copyOf(config);
        }

        /**
         * The settings of a topic that has so many replicas. With three, an acknowledged record is on two brokers at
         * least, and one broker may be away.
         */
        Map<String, String> configFor(int replicas) {
            if (replicas < SAFE_REPLICAS || config.containsKey(IN_SYNC)) return config;
            var settings = new TreeMap<>(config);
            settings.put(IN_SYNC, "2");
            return settings;
        }
    }

    public TopicCatalog {
        topics = List.copyOf(topics);
    }

    /** The catalog packaged with this version. */
    public static TopicCatalog packaged() {
        try (InputStream stream = TopicCatalog.class.getResourceAsStream("topics.json")) {
            return parse(new ObjectMapper().readTree(Objects.requireNonNull(stream, "topics.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TopicCatalog without(List<Topic> left) {
        return new TopicCatalog(
                topics.stream().filter(topic -> !left.contains(topic)).toList());
    }

    static TopicCatalog parse(JsonNode root) {
        int partitions = root.path("partitions").asInt(1);
        List<Topic> topics = new ArrayList<>();
        for (JsonNode topic : root.path("topics")) {
            Map<String, String> config = new TreeMap<>();
            topic.path("config")
                    .properties()
                    .forEach(
                            entry -> config.put(entry.getKey(), entry.getValue().asText()));
            topics.add(new Topic(
                    topic.path("name").asText(), topic.path("partitions").asInt(partitions), config));
        }
        return new TopicCatalog(topics);
    }
}
