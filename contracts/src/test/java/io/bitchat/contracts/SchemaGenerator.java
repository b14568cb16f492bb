package io.bitchat.contracts;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** JSON Schema (draft 2020-12) of an event record: types from the components, limits from the vocabulary. */
final class SchemaGenerator {
    private final Vocabulary vocabulary;

    SchemaGenerator(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    ObjectNode schemaOf(Class<? extends Event> record) {
        var type = Contract.typeOf(record);
        var probe = probe(record);
        var schema = Json.MAPPER.createObjectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("$id", Contract.dataSchema(type));
        schema.put("title", type);
        schema.put("description", vocabulary.event(type));
        schema.put("x-topic", probe.topic());
        schema.put("x-key", probe.key());
        schema.put("x-subject", probe.subject());
        schema.put("x-schema-version", Contract.schemaVersionOf(record));
        schema.put("type", "object");
        var properties = schema.putObject("properties");
        var required = schema.putArray("required");
        for (var component : record.getRecordComponents()) {
            var name = snakeCase(component.getName());
            properties.set(name, property(type, name, component));
            if (!isNullable(component)) required.add(name);
        }
        return schema;
    }

    private ObjectNode property(String type, String name, RecordComponent component) {
        var property = Json.MAPPER.createObjectNode();
        var jsonType = jsonType(component.getType());
        if (isNullable(component)) property.putArray("type").add(jsonType).add("null");
        else property.put("type", jsonType);
        if (component.getType() == Instant.class) property.put("format", "date-time");
        if (component.getType() == long.class) property.put("format", "int64");
        if (component.getType() == int.class) property.put("format", "int32");
        if (component.getType() == List.class) property.set("items", items(type, component));
        property.setAll(vocabulary.field(type, name));
        return property;
    }

    /** Schema of a list's elements: texts, which the vocabulary limits by the name of the list, or records. */
    private ObjectNode items(String type, RecordComponent list) {
        var element = Records.elementOf(list);
        if (element == String.class) return Json.MAPPER.createObjectNode().put("type", "string");
        var schema = Json.MAPPER.createObjectNode().put("type", "object");
        var properties = schema.putObject("properties");
        var required = schema.putArray("required");
        for (var component : element.getRecordComponents()) {
            var name = snakeCase(component.getName());
            properties.set(name, property(type, name, component));
            if (!isNullable(component)) required.add(name);
        }
        return schema;
    }

    /**
     * An instance whose texts are the names of their own fields, so that {@code key()} shows which field is the key.
     */
    private static Event probe(Class<? extends Event> record) {
        return Records.create(
                record, component -> Records.sampleOf(component.getType(), snakeCase(component.getName())));
    }

    private static String jsonType(Class<?> type) {
        if (type == String.class || type == Instant.class) return "string";
        if (type == long.class || type == int.class) return "integer";
        if (type == double.class) return "number";
        if (type == boolean.class) return "boolean";
        if (type == List.class) return "array";
        throw new IllegalArgumentException("no JSON type for " + type + ": teach SchemaGenerator");
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static String snakeCase(String name) {
        return PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(name);
    }

    /** Creates records by reflection. */
    static final class Records {
        private Records() {}

        static <T> T create(Class<T> record, Function<RecordComponent, Object> values) {
            var components = record.getRecordComponents();
            var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            try {
                return record.getDeclaredConstructor(types)
                        .newInstance(Arrays.stream(components).map(values).toArray());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The type of the elements of a list component. */
        static Class<?> elementOf(RecordComponent list) {
            return (Class<?>) ((ParameterizedType) list.getGenericType()).getActualTypeArguments()[0];
        }

        static Object sampleOf(Class<?> type, String text) {
            if (type == String.class) return text;
            if (type == Instant.class) return Instant.EPOCH;
            if (type == long.class) return 1L;
            if (type == int.class) return 1;
            if (type == double.class) return 1.0;
            if (type == boolean.class) return true;
            if (type == List.class) return List.of();
            throw new IllegalArgumentException("no sample for " + type + ": teach SchemaGenerator");
        }
    }
}
