package io.bitchat.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;

/** Meaning of the contract's field names: descriptions and limits that Java types cannot express. */
final class Vocabulary {
    private final JsonNode words;
    private final TreeSet<String> used = new TreeSet<>();

    private Vocabulary(JsonNode words) {
        this.words = words;
    }

    static Vocabulary load() {
        try (var in = Vocabulary.class.getResourceAsStream("/vocabulary.yaml")) {
            Map<String, Object> words = new Yaml().load(Objects.requireNonNull(in));
            return new Vocabulary(Json.MAPPER.valueToTree(words));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String event(String type) {
        return required("events", type).asText();
    }

    /** Description and limits of a field, as JSON Schema keywords. */
    ObjectNode field(String type, String field) {
        var own = type + " " + field;
        var entry = words.path("fields").has(own) ? own : field;
        used.add(entry);
        return (ObjectNode) required("fields", entry);
    }

    JsonNode topic(String name) {
        return required("topics", name);
    }

    /** Fields described here that no schema has used so far. */
    TreeSet<String> unused() {
        var unused = new TreeSet<String>();
        words.path("fields").fieldNames().forEachRemaining(unused::add);
        unused.removeAll(used);
        return unused;
    }

    private JsonNode required(String group, String word) {
        return Objects.requireNonNull(
                words.path(group).get(word), () -> "describe `" + word + "` under `" + group + "` in vocabulary.yaml");
    }
}
