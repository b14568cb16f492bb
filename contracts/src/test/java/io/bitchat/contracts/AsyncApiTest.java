package io.bitchat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class AsyncApiTest {
    @Test
    void committedDocumentIsTheOneTheRecordsGenerate() {
        ContractFiles.assertGenerated(ContractFiles.ASYNC_API, AsyncApiDocument.text());
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        var document = document();

        var references = document.findValuesAsText("$ref");

        assertThat(references).isNotEmpty().allSatisfy(reference -> {
            if (reference.startsWith("#")) {
                assertThat(document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse();
            } else {
                assertThat(schemaFiles()).contains(reference);
            }
        });
    }

    @Test
    void everyTopicIsAChannelAndEveryRecordAMessageOfOne() {
        var addresses = new TreeSet<String>();
        var messages = new TreeSet<String>();
        for (var channel : document().path("channels")) {
            addresses.add(channel.path("address").asText());
            channel.path("messages")
                    .forEach(message -> messages.add(message.path("$ref").asText()));
        }

        assertThat(addresses)
                .containsExactlyInAnyOrderElementsOf(
                        Topic.ALL.stream().map(Topic::name).toList());
        assertThat(messages).hasSize(Contract.records().size() + 1);
    }

    @Test
    void examplesMatchTheSchemasOfTheirHeaders() {
        var schemas = document().at("/components/schemas");

        for (var message : document().at("/components/messages")) {
            var name = message.at("/headers/$ref").asText().replaceFirst(".*/", "");
            var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schemas.path(name).toString());
            assertThat(schema.validate(message.at("/examples/0/headers"))).isEmpty();
        }
    }

    @Test
    void messagesPointAtTheSchemaOfTheirType() {
        for (var message : document().at("/components/messages")) {
            var type = message.path("name").asText();
            if (Contract.recordOf(type).isEmpty()) continue;
            assertThat(message.at("/payload/$ref").asText()).endsWith(type + ".json");
            assertThat(message.at("/examples/0/payload")).isEqualTo(Json.parse(Samples.value(type)));
        }
    }

    @Test
    void deadLetterHeadersAreAllDescribed() {
        var described = document().at("/components/schemas/dead_letter_headers/properties");

        assertThat(List.of(
                        DeadLetter.REASON,
                        DeadLetter.SOURCE_TOPIC,
                        DeadLetter.PARTITION,
                        DeadLetter.OFFSET,
                        DeadLetter.CONSUMER,
                        DeadLetter.AT))
                .allMatch(described::has)
                .hasSize(described.size());
    }

    private static List<String> schemaFiles() {
        return Contract.records().stream()
                .map(record -> "./" + Contract.schemaResource(Contract.typeOf(record)))
                .toList();
    }

    private static JsonNode document() {
        Map<String, Object> document = new Yaml().load(AsyncApiDocument.text());
        return Json.MAPPER.valueToTree(document);
    }
}
