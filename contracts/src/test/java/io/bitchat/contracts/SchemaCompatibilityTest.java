package io.bitchat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Breaks a sample contract in every relevant way and expects a report. */
class SchemaCompatibilityTest {
    private static final String TYPE = "io.bitchat.test.happened.v1";
    private static final String RELEASED = """
            {"$id": "urn:t", "x-topic": "t.v1", "x-key": "id", "x-subject": "id", "type": "object",
             "properties": {
               "id": {"type": "string", "pattern": "^[a-z]+$"},
               "count": {"type": "integer", "minimum": 0, "maximum": 9},
               "colour": {"type": "string", "enum": ["red", "green"]},
               "at": {"type": "string", "format": "date-time"},
               "note": {"type": ["string", "null"]},
               "place": {"type": "object", "properties": {"x": {"type": "integer"}}, "required": ["x"]}},
             "required": ["id", "count", "colour", "at", "place"]}
            """;

    @Test
    void anUnchangedContractPasses() {
        assertThat(breaks(schema -> {})).isEmpty();
    }

    @Test
    void additionsAndBetterWordsPass() {
        assertThat(breaks(schema -> {
                    properties(schema).putObject("extra").put("type", "string");
                    schema.put("description", "better words").put("x-schema-version", 2);
                    property(schema, "count").put("description", "how many");
                    property(schema, "colour").withArray("enum").add("blue");
                }))
                .isEmpty();
        assertThat(SchemaCompatibility.breaks(Map.of(), Map.of(TYPE, Json.parse(RELEASED))))
                .isEmpty();
    }

    @Test
    void aRemovedTypeFails() {
        assertThat(SchemaCompatibility.breaks(Map.of(TYPE, Json.parse(RELEASED)), Map.of()))
                .singleElement()
                .asString()
                .startsWith(TYPE + " was removed")
                .contains("new .v2 type");
    }

    @Test
    void aRemovedFieldFails() {
        assertThat(breaks(schema -> properties(schema).remove("note")))
                .containsExactly(told("field `note` was removed"));
    }

    @Test
    void aRenamedFieldFails() {
        assertThat(breaks(schema ->
                        properties(schema).set("remark", properties(schema).remove("note"))))
                .containsExactly(told("field `note` was removed"));
    }

    @Test
    void aChangedTypeOrFormatFails() {
        assertThat(breaks(schema -> property(schema, "count").put("type", "string")))
                .containsExactly(told("field `count` changed its type from \"integer\" to \"string\""));
        assertThat(breaks(schema -> property(schema, "at").remove("format")))
                .containsExactly(told("field `at` changed its format from \"date-time\" to none"));
        assertThat(breaks(schema -> property(schema, "place")
                        .withObject("properties")
                        .withObject("x")
                        .put("type", "number")))
                .containsExactly(told("field `place` field `x` changed its type from \"integer\" to \"number\""));
    }

    @Test
    void aChangedLimitFails() {
        assertThat(breaks(schema -> property(schema, "count").put("maximum", 5)))
                .containsExactly(told("field `count` changed its maximum from 9 to 5"));
        assertThat(breaks(schema -> property(schema, "count").put("minimum", -1)))
                .containsExactly(told("field `count` changed its minimum from 0 to -1"));
        assertThat(breaks(schema -> property(schema, "note").put("maxLength", 10)))
                .containsExactly(told("field `note` changed its maxLength from none to 10"));
        assertThat(breaks(schema -> property(schema, "id").put("pattern", "^[a-f]+$")))
                .hasSize(1);
    }

    @Test
    void aNarrowedOrLostEnumFails() {
        assertThat(breaks(schema -> property(schema, "colour").withArray("enum").remove(0)))
                .containsExactly(told("field `colour` lost the enum values [red]"));
        assertThat(breaks(schema -> property(schema, "colour").remove("enum"))).hasSize(1);
        assertThat(breaks(schema -> property(schema, "note").putArray("enum").add("yes")))
                .hasSize(1);
    }

    @Test
    void requiredAndOptionalDoNotSwap() {
        assertThat(breaks(schema -> schema.withArray("required").add("note")))
                .containsExactly(told("now requires `note`, absent in replays"));
        assertThat(breaks(schema -> schema.withArray("required").remove(1)))
                .containsExactly(told("no longer promises `count`, which consumers rely on"));
        assertThat(breaks(schema -> {
                    properties(schema).putObject("extra").put("type", "string");
                    schema.withArray("required").add("extra");
                }))
                .containsExactly(told("gained the required field `extra`, absent in replays"));
    }

    @Test
    void anotherTopicKeySubjectOrIdFails() {
        for (var word : List.of("x-topic", "x-key", "x-subject", "$id")) {
            assertThat(breaks(schema -> schema.put(word, "other")))
                    .singleElement()
                    .asString()
                    .contains("changed its " + word);
        }
    }

    @Test
    void aClosedSchemaFails() {
        assertThat(breaks(schema -> schema.put("additionalProperties", false)))
                .containsExactly(told("forbids additional fields"));
    }

    private static List<String> breaks(Consumer<ObjectNode> change) {
        var current = (ObjectNode) Json.parse(RELEASED);
        change.accept(current);
        return SchemaCompatibility.breaks(Map.of(TYPE, Json.parse(RELEASED)), Map.<String, JsonNode>of(TYPE, current));
    }

    private static String told(String what) {
        return TYPE + " " + what
                + ": keep the released form and publish the change as a new record with a new .v2 type";
    }

    private static ObjectNode properties(ObjectNode schema) {
        return schema.withObject("properties");
    }

    private static ObjectNode property(ObjectNode schema, String name) {
        return properties(schema).withObject(name);
    }
}
