package io.bitchat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.contracts.messages.MessageEvent;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContractTest {
    @ParameterizedTest
    @MethodSource("io.bitchat.contracts.Contract#records")
    void typesAreNamedAlikeAndFindTheirRecord(Class<? extends Event> record) {
        var type = Contract.typeOf(record);

        assertThat(type).matches("io\\.bitchat\\.[a-z]+\\.[a-z_]+\\.v[1-9]");
        assertThat(Contract.recordOf(type)).contains(record);
        assertThat(Contract.schemaVersionOf(record)).isPositive();
        assertThat(Contract.dataSchema(type)).endsWith(type);
    }

    @Test
    void knowsItsTypesAndNoOthers() {
        assertThat(Contract.recordOf("io.bitchat.message.sent.v1")).contains(MessageEvent.Sent.class);
        assertThat(Contract.recordOf("io.bitchat.message.sent.v2")).isEmpty();
    }

    @Test
    void topicsAreKeyedAsTheirRecordsSay() {
        var generator = new SchemaGenerator(Vocabulary.load());
        var keys = Contract.records().stream()
                .map(generator::schemaOf)
                .collect(Collectors.toMap(
                        schema -> schema.path("x-topic").asText(),
                        schema -> schema.path("x-key").asText(),
                        (one, other) -> one.equals(other) ? one : one + " and " + other));

        assertThat(Topic.ALL.stream().filter(topic -> !topic.equals(Topic.DEAD_LETTERS)))
                .allSatisfy(topic -> assertThat(keys).containsEntry(topic.name(), topic.keyField()))
                .hasSameSizeAs(keys.keySet());
    }

    @Test
    void topicsStateTheirKafkaConfiguration() {
        assertThat(Topic.PEERS.config())
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("retention.ms", "-1");
        assertThat(Topic.PRESENCE.config()).containsEntry("cleanup.policy", "compact,delete");
        assertThat(Topic.MESSAGES.config())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "604800000");
    }
}
