package io.bitchat.contracts;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Schemas of the Kafka record headers for the AsyncAPI document. */
final class HeaderSchemas {
    private final ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");

    private HeaderSchemas() {
        schema.putObject("properties");
        schema.putArray("required");
    }

    static ObjectNode event() {
        var headers = new HeaderSchemas();
        headers.always(EventHeaders.SPEC_VERSION, "CloudEvents version.").put("const", "1.0");
        headers.always(EventHeaders.ID, "Unique per event, the same on every redelivery: deduplicate by it.")
                .put("format", "uuid");
        headers.always(EventHeaders.TYPE, "What happened; ends in the major version of the contract.");
        headers.always(EventHeaders.SOURCE, "The producing service.").put("format", "uri-reference");
        headers.always(EventHeaders.TIME, "When it happened; equals the field `at`.")
                .put("format", "date-time");
        headers.always(EventHeaders.SUBJECT, "Id of the thing the event is about.");
        headers.always(EventHeaders.DATA_SCHEMA, "The `$id` of the JSON Schema of the value.")
                .put("format", "uri");
        headers.always(EventHeaders.SCHEMA_VERSION, "Raised by every addition to the schema.")
                .put("pattern", "^[1-9][0-9]*$");
        headers.always(EventHeaders.CONTENT_TYPE, "Media type of the value.").put("const", "application/json");
        headers.sometimes(EventHeaders.TRACE_PARENT, "W3C trace context of the request that caused the event.");
        return headers.schema;
    }

    static ObjectNode deadLetter() {
        var headers = new HeaderSchemas();
        headers.schema.put("description", "The original headers, unchanged, and these.");
        headers.always(DeadLetter.REASON, "Why, in one line for people; never payload or key material.");
        headers.always(DeadLetter.SOURCE_TOPIC, "The topic the record came from; equals the key.");
        headers.always(DeadLetter.PARTITION, "The partition it came from.").put("pattern", "^[0-9]+$");
        headers.always(DeadLetter.OFFSET, "Its offset there.").put("pattern", "^[0-9]+$");
        headers.always(DeadLetter.CONSUMER, "Consumer group that gave up on it.");
        headers.always(DeadLetter.AT, "When it was given up.").put("format", "date-time");
        return headers.schema;
    }

    private ObjectNode always(String name, String description) {
        schema.withArray("required").add(name);
        return sometimes(name, description);
    }

    private ObjectNode sometimes(String name, String description) {
        return schema.withObject("properties")
                .putObject(name)
                .put("type", "string")
                .put("description", description);
    }
}
