package io.bitchat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SchemasTest {
    @Test
    void committedSchemasAreThoseTheRecordsGenerate() {
        var generator = new SchemaGenerator(Vocabulary.load());

        for (var record : Contract.records()) {
            var file = ContractFiles.RESOURCES.resolve(Contract.schemaResource(Contract.typeOf(record)));
            ContractFiles.assertGenerated(file, Json.pretty(generator.schemaOf(record)));
        }
        assertThat(ContractFiles.readAll(ContractFiles.SCHEMAS)).hasSameSizeAs(Contract.records());
    }

    @Test
    void everyWordOfTheVocabularyIsUsed() {
        var vocabulary = Vocabulary.load();
        var generator = new SchemaGenerator(vocabulary);

        Contract.records().forEach(generator::schemaOf);

        assertThat(vocabulary.unused()).isEmpty();
    }
}
