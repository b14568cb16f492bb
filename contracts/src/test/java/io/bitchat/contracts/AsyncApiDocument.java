package io.bitchat.contracts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** The AsyncAPI 3.0 document of the contract: topics, records, vocabulary and golden samples in one text. */
final class AsyncApiDocument {
    private static final String BINDING_VERSION = "0.5.0";
    private static final String DEAD_LETTER = "dead_letter";

    private final Vocabulary vocabulary = Vocabulary.load();
    private final SchemaGenerator generator = new SchemaGenerator(vocabulary);
    private final ObjectNode document = Json.MAPPER.createObjectNode();

    private AsyncApiDocument() {}

    static String text() {
        var writer = new AsyncApiDocument();
        writer.describeSuite();
        Topic.ALL.forEach(writer::describeTopic);
        writer.describeMessages();
        writer.describeHeaders();
        return yaml(writer.document);
    }

    private void describeSuite() {
        document.put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "BitChat events")
                .put("version", "1.0.0")
                .put(
                        "description",
                        "What happens in the suite, for consumers in any language. Delivery is at least once: "
                                + "deduplicate by ce_id. Records with equal keys are in order. Ignore unknown fields "
                                + "and unknown event types. docs/events.md is the guide.")
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("url", "https://www.apache.org/licenses/LICENSE-2.0");
        document.put("defaultContentType", "application/json");
        document.putObject("servers")
                .putObject("local")
                .put("host", "localhost:9092")
                .put("protocol", "kafka")
                .put("description", "The broker of `./bitchat up`.");
        document.putObject("channels");
        document.putObject("operations");
        document.putObject("components");
    }

    private void describeTopic(Topic topic) {
        var words = vocabulary.topic(topic.name());
        var name = words.path("channel").asText();
        var channel = document.withObject("channels").putObject(name);
        channel.put("address", topic.name());
        channel.put("title", words.path("title").asText());
        channel.put("description", words.path("description").asText());
        channel.put("x-key", topic.keyField());
        channel.put("x-order", words.path("order").asText());
        channel.put("x-retention", topic.kept().map(Object::toString).orElse("newest record of each key, for ever"));
        channel.set("messages", messagesOf(topic));
        kafkaBinding(channel, topic);
        document.withObject("operations")
                .putObject("publish_" + name)
                .put("action", "send")
                .put("summary", words.path("title").asText())
                .putObject("channel")
                .put("$ref", "#/channels/" + name);
    }

    private static void kafkaBinding(ObjectNode channel, Topic topic) {
        var kafka = channel.putObject("bindings").putObject("kafka");
        kafka.put("topic", topic.name());
        var configuration = kafka.putObject("topicConfiguration");
        var policies = configuration.putArray("cleanup.policy");
        List.of(topic.config().get("cleanup.policy").split(",")).forEach(policies::add);
        configuration.put("retention.ms", topic.retentionMillis());
        kafka.put("bindingVersion", BINDING_VERSION);
    }

    private ObjectNode messagesOf(Topic topic) {
        var messages = Json.MAPPER.createObjectNode();
        if (topic.equals(Topic.DEAD_LETTERS)) reference(messages, DEAD_LETTER);
        for (var record : Contract.records()) {
            if (Samples.event(record).topic().equals(topic.name())) reference(messages, messageName(record));
        }
        return messages;
    }

    private static void reference(ObjectNode messages, String name) {
        messages.putObject(name).put("$ref", "#/components/messages/" + name);
    }

    private void describeMessages() {
        for (var record : Contract.records()) describeMessage(record);
        var deadLetter = message(DEAD_LETTER, "dead letter", "A record that a consumer could not use.");
        deadLetter.put("contentType", "application/octet-stream");
        deadLetter.putObject("headers").put("$ref", "#/components/schemas/dead_letter_headers");
        deadLetter.putObject("payload").put("description", "The original bytes.");
        key(deadLetter, "The topic the record came from.");
        example(deadLetter, "dead-letter", "{\"message_id\":\"01");
    }

    private void describeMessage(Class<? extends Event> record) {
        var type = Contract.typeOf(record);
        var keyField = generator.schemaOf(record).path("x-key").asText();
        var message = message(messageName(record), type, vocabulary.event(type));
        message.put("contentType", "application/json");
        message.putObject("headers").put("$ref", "#/components/schemas/event_headers");
        message.putObject("payload").put("$ref", "./" + Contract.schemaResource(type));
        key(message, "Equals the field `" + keyField + "`.");
        example(message, type, Json.parse(Samples.value(type)));
    }

    private ObjectNode message(String name, String type, String summary) {
        return document.withObject("components")
                .withObject("messages")
                .putObject(name)
                .put("name", type)
                .put("title", type)
                .put("summary", summary);
    }

    private static void key(ObjectNode message, String description) {
        var kafka = message.putObject("bindings").putObject("kafka");
        kafka.putObject("key").put("type", "string").put("description", description);
        kafka.put("bindingVersion", BINDING_VERSION);
    }

    private static void example(ObjectNode message, String sample, Object payload) {
        var example = message.putArray("examples").addObject();
        example.set("headers", Samples.headers(sample));
        example.set("payload", Json.MAPPER.valueToTree(payload));
    }

    private void describeHeaders() {
        var schemas = document.withObject("components").withObject("schemas");
        schemas.set("event_headers", HeaderSchemas.event());
        schemas.set("dead_letter_headers", HeaderSchemas.deadLetter());
    }

    /** {@code io.bitchat.message.sent.v1} → {@code message_sent_v1}. */
    private static String messageName(Class<? extends Event> record) {
        return Contract.typeOf(record).replace("io.bitchat.", "").replace('.', '_');
    }

    private static String yaml(ObjectNode document) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setWidth(120);
        return "# Generated from the event records; `%s` rewrites it.\n".formatted(ContractFiles.WRITE)
                + new Yaml(options).dump(Json.MAPPER.convertValue(document, Map.class));
    }
}
