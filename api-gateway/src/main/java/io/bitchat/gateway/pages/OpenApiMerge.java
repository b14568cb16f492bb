package io.bitchat.gateway.pages;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Merges OpenAPI documents into one. If two services define different components under one name, both are kept, the
 * later one under a prefixed name with its references rewritten. Equal components are kept once.
 */
final class OpenApiMerge {
    private static final String REF = "$ref";

    private final Map<String, JsonObject> paths = new TreeMap<>();
    private final Map<String, Map<String, JsonObject>> components = new TreeMap<>();
    private final List<String> conflicts = new ArrayList<>();
    private final Map<String, Object> tags = new TreeMap<>();

    /** Adds a document's public paths; paths for the operator are left out. */
    void add(JsonObject document, String prefix) {
        Map<String, String> renamed = new HashMap<>();
        JsonObject sections = document.getJsonObject("components", new JsonObject());
        sections.fieldNames()
                .forEach(section -> findConflicts(section, sections.getJsonObject(section), prefix, renamed));
        sections.fieldNames().forEach(section -> takeSection(section, sections.getJsonObject(section), renamed));
        JsonObject found = document.getJsonObject("paths", new JsonObject());
        for (String path : found.fieldNames()) {
            if (path.startsWith("/api/") || path.startsWith("/.well-known/")) {
                takePath(path, rewritten(found.getJsonObject(path), renamed), document);
            }
        }
        for (Object tag : document.getJsonArray("tags", new JsonArray())) {
            tags.putIfAbsent(((JsonObject) tag).getString("name"), tag);
        }
    }

    /** Adds a document unchanged: every path, no renaming. */
    void addOwn(JsonObject document) {
        JsonObject found = document.getJsonObject("paths");
        found.fieldNames().forEach(path -> takePath(path, found.getJsonObject(path), document));
    }

    /** Component names that had to be prefixed, as {@code section/name}. */
    List<String> conflicts() {
        return List.copyOf(conflicts);
    }

    JsonObject result(JsonObject head) {
        var all = new JsonObject();
        components.forEach((section, members) -> all.put(section, asJson(members)));
        return head.copy()
                .put("tags", new JsonArray(List.copyOf(tags.values())))
                .put("paths", asJson(paths))
                .put("components", all);
    }

    private void findConflicts(String section, JsonObject members, String prefix, Map<String, String> renamed) {
        Map<String, JsonObject> known = components.getOrDefault(section, Map.of());
        for (String name : members.fieldNames()) {
            JsonObject other = known.get(name);
            if (other != null && !other.equals(members.getJsonObject(name))) {
                conflicts.add(section + "/" + name);
                renamed.put(reference(section, name), prefix + name);
            }
        }
    }

    private void takeSection(String section, JsonObject members, Map<String, String> renamed) {
        Map<String, JsonObject> known = components.computeIfAbsent(section, _ -> new TreeMap<>());
        for (String name : members.fieldNames()) {
            String kept = renamed.getOrDefault(reference(section, name), name);
            known.putIfAbsent(kept, rewritten(members.getJsonObject(name), renamed));
        }
    }

    private void takePath(String path, JsonObject item, JsonObject document) {
        JsonArray security = document.getJsonArray("security");
        JsonObject known = paths.computeIfAbsent(path, _ -> new JsonObject());
        for (String key : item.fieldNames()) {
            if (known.containsKey(key)) {
                conflicts.add("paths" + path + "/" + key);
                continue;
            }
            Object value = item.getValue(key);
            if (security != null && value instanceof JsonObject operation && operation.containsKey("responses")) {
                known.put(key, operation.containsKey("security") ? operation : operation.put("security", security));
            } else {
                known.put(key, value);
            }
        }
    }

    private static String reference(String section, String name) {
        return "#/components/" + section + "/" + name;
    }

    private static JsonObject rewritten(JsonObject node, Map<String, String> renamed) {
        var copy = new JsonObject();
        for (String key : node.fieldNames()) {
            Object value = node.getValue(key);
            copy.put(key, key.equals(REF) && value instanceof String ref ? target(ref, renamed) : deep(value, renamed));
        }
        return copy;
    }

    private static Object deep(Object value, Map<String, String> renamed) {
        if (value instanceof JsonArray array) {
            var copy = new JsonArray();
            array.forEach(item -> copy.add(deep(item, renamed)));
            return copy;
        }
        return value instanceof JsonObject object ? rewritten(object, renamed) : value;
    }

    private static String target(String ref, Map<String, String> renamed) {
        String name = renamed.get(ref);
        return name == null ? ref : ref.substring(0, ref.lastIndexOf('/') + 1) + name;
    }

    private static JsonObject asJson(Map<String, JsonObject> members) {
        var json = new JsonObject();
        members.forEach(json::put);
        return json;
    }
}
