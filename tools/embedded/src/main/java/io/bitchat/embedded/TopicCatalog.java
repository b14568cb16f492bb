package io.bitchat.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        public Topic {
            config = Map.copyOf(config);
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

    /** Reads a catalog of the same format from a file. */
    public static TopicCatalog read(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return parse(new ObjectMapper().readTree(stream));
        } catch (IOException e) {
            throw new EmbeddedException("topic list " + file + " is not readable: " + e.getMessage(), e);
        }
    }

    TopicCatalog without(List<Topic> left) {
        return new TopicCatalog(
                topics.stream().filter(topic -> !left.contains(topic)).toList());
    }

    private static TopicCatalog parse(JsonNode root) {
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
