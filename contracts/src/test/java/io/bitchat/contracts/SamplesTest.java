package io.bitchat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.bitchat.contracts.messages.Conversation;
import io.bitchat.contracts.messages.Cursor;
import io.bitchat.contracts.messages.MessageEvent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplesTest {
    @ParameterizedTest
    @MethodSource("io.bitchat.contracts.Contract#records")
    void valueSurvivesTheRecord(Class<? extends Event> record) {
        var sample = Json.parse(Samples.value(Contract.typeOf(record)));

        assertThat(Json.written(Samples.event(record))).isEqualTo(sample);
    }

    @ParameterizedTest
    @MethodSource("io.bitchat.contracts.Contract#records")
    void valueMatchesItsSchema(Class<? extends Event> record) {
        var type = Contract.typeOf(record);

        assertThat(schema(record).validate(Json.parse(Samples.value(type)))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.bitchat.contracts.Contract#records")
    void optionalFieldsMayBeMissingOrNull(Class<? extends Event> record) {
        var bare = (ObjectNode) Json.parse(Samples.value(Contract.typeOf(record)));
        bare.remove(List.of("display_name", "nonce"));

        var event = Json.read(bare.toString(), record);
        var withNulls = Json.written(event);

        assertThat(schema(record).validate(bare)).isEmpty();
        assertThat(schema(record).validate(withNulls)).isEmpty();
        assertThat(Json.read(withNulls.toString(), record)).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("io.bitchat.contracts.Contract#records")
    void unknownFieldsAreIgnored(Class<? extends Event> record) {
        var type = Contract.typeOf(record);
        var richer = ((ObjectNode) Json.parse(Samples.value(type))).put("from_the_future", "yes");

        assertThat(schema(record).validate(richer)).isEmpty();
        assertThat(Json.read(richer.toString(), record)).isEqualTo(Samples.event(record));
    }

    @ParameterizedTest
    @MethodSource("io.bitchat.contracts.Contract#records")
    void schemaRefusesAMissingTimeAndAWrongType(Class<? extends Event> record) {
        var type = Contract.typeOf(record);
        var timeless = ((ObjectNode) Json.parse(Samples.value(type))).without("at");
        var wrong = ((ObjectNode) Json.parse(Samples.value(type))).put("at", 17);

        assertThat(schema(record).validate(timeless)).isNotEmpty();
        assertThat(schema(record).validate(wrong)).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.bitchat.contracts.Contract#records")
    void headersDescribeTheValue(Class<? extends Event> record) {
        var type = Contract.typeOf(record);
        var event = Samples.event(record);
        var headers = Samples.headers(type);

        assertThat(headers.path(EventHeaders.SPEC_VERSION).asText()).isEqualTo("1.0");
        assertThat(headers.path(EventHeaders.TYPE).asText()).isEqualTo(type);
        assertThat(headers.path(EventHeaders.SUBJECT).asText()).isEqualTo(event.subject());
        assertThat(headers.path(EventHeaders.DATA_SCHEMA).asText()).isEqualTo(Contract.dataSchema(type));
        assertThat(headers.path(EventHeaders.SCHEMA_VERSION).asInt()).isEqualTo(Contract.schemaVersionOf(record));
        assertThat(headers.path(EventHeaders.CONTENT_TYPE).asText()).isEqualTo("application/json");
        assertThat(headers.path(EventHeaders.SOURCE).asText()).startsWith("/");
        assertThat(headers.path(EventHeaders.TRACE_PARENT).asText()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]");
        assertThat(Instant.parse(headers.path(EventHeaders.TIME).asText())).isEqualTo(event.at());
        assertThat(UUID.fromString(headers.path(EventHeaders.ID).asText())).isNotNull();
    }

    @Test
    void everySampleHasARecord() {
        assertThat(ContractFiles.readAll(ContractFiles.SAMPLES))
                .hasSize(2 * Contract.records().size() + 1)
                .containsKey("dead-letter.headers.json");
    }

    @Test
    void sentSampleIsConsistent() {
        var sent = (MessageEvent.Sent) Samples.event(MessageEvent.Sent.class);

        assertThat(sent.key()).isEqualTo(Conversation.between(sent.toPeerId(), sent.fromPeerId()));
        assertThat(sent.expiresAt()).isEqualTo(sent.at().plusSeconds(sent.ttlSeconds()));
        assertThat(Cursor.parse(sent.cursor())).contains(new Cursor(42));
    }

    private static Schema schema(Class<? extends Event> record) {
        var text = new SchemaGenerator(Vocabulary.load()).schemaOf(record).toString();
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text);
    }
}
