package io.bitchat.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares the current schemas with the released ones. Consumers hold both ends: code written against the released
 * schema reads new events, and new code replays old events. So a released promise neither loosens nor tightens; only
 * new optional fields, new enum values, new types and better descriptions pass.
 */
final class SchemaCompatibility {
    private static final List<String> IDENTITY = List.of("$id", "x-topic", "x-key", "x-subject");
    private static final List<String> TYPES = List.of("type", "format", "const", "items", "$ref");
    private static final List<String> LIMITS = List.of(
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "pattern",
            "minItems",
            "maxItems",
            "uniqueItems");

    private final List<String> breaks = new ArrayList<>();

    private SchemaCompatibility() {}

    /** One sentence per breaking change; empty when the current schemas keep every promise. */
    static List<String> breaks(Map<String, JsonNode> released, Map<String, JsonNode> current) {
        var comparison = new SchemaCompatibility();
        released.forEach((type, schema) -> {
            if (current.containsKey(type)) comparison.compare(type, schema, current.get(type));
            else comparison.report(type, "was removed");
        });
        return comparison.breaks;
    }

    private void compare(String type, JsonNode released, JsonNode current) {
        for (var word : IDENTITY) {
            if (differs(released, current, word)) report(type, change(word, released, current));
        }
        if (closed(current) && !closed(released)) report(type, "forbids additional fields");
        compareFields(type, released, current);
        compareRequired(type, released, current);
    }

    private void compareFields(String where, JsonNode released, JsonNode current) {
        for (var field : released.path("properties").properties()) {
            var place = where + " field `" + field.getKey() + "`";
            var now = current.path("properties").get(field.getKey());
            if (now == null) report(place, "was removed");
            else compareField(place, field.getValue(), now);
        }
    }

    private void compareField(String place, JsonNode released, JsonNode current) {
        for (var word : TYPES) {
            if (differs(released, current, word)) report(place, change(word, released, current));
        }
        for (var word : LIMITS) {
            if (differs(released, current, word)) report(place, change(word, released, current));
        }
        compareEnum(place, released, current);
        compareFields(place, released, current);
        compareRequired(place, released, current);
    }

    private void compareEnum(String place, JsonNode released, JsonNode current) {
        if (released.has("enum") != current.has("enum")) {
            report(place, change("enum", released, current));
            return;
        }
        var lost = names(released.path("enum"));
        lost.removeAll(names(current.path("enum")));
        if (!lost.isEmpty()) report(place, "lost the enum values " + lost);
    }

    private void compareRequired(String place, JsonNode released, JsonNode current) {
        var before = names(released.path("required"));
        var now = names(current.path("required"));
        var known = new HashSet<String>();
        released.path("properties").fieldNames().forEachRemaining(known::add);
        for (var field : now) {
            if (!known.contains(field)) report(place, "gained the required field `" + field + "`, absent in replays");
            else if (!before.contains(field)) report(place, "now requires `" + field + "`, absent in replays");
        }
        before.stream()
                .filter(field ->
                        !now.contains(field) && current.path("properties").has(field))
                .forEach(field -> report(place, "no longer promises `" + field + "`, which consumers rely on"));
    }

    private void report(String place, String what) {
        breaks.add("%s %s: keep the released form and publish the change as a new record with a new .v2 type"
                .formatted(place, what));
    }

    private static boolean differs(JsonNode released, JsonNode current, String word) {
        return !released.path(word).equals(current.path(word));
    }

    private static String change(String word, JsonNode released, JsonNode current) {
        return "changed its %s from %s to %s".formatted(word, shown(released.get(word)), shown(current.get(word)));
    }

    private static String shown(JsonNode value) {
        return value == null ? "none" : value.toString();
    }

    private static boolean closed(JsonNode schema) {
        return schema.has("additionalProperties")
                && !schema.path("additionalProperties").asBoolean(true);
    }

    private static Set<String> names(JsonNode array) {
        var names = new TreeSet<String>();
        array.forEach(name -> names.add(name.asText()));
        return names;
    }
}
