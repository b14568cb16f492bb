package io.bitchat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Released schemas stay readable. A release run adds compatible additions to the released files. */
class ReleasedContractTest {
    @Test
    void currentSchemasKeepEveryReleasedPromise() {
        var generator = new SchemaGenerator(Vocabulary.load());
        var current = Contract.records().stream()
                .collect(Collectors.<Class<? extends Event>, String, JsonNode>toMap(
                        Contract::typeOf, generator::schemaOf));

        var released = schemas(ContractFiles.RELEASED);

        assertThat(SchemaCompatibility.breaks(released, current))
                .as("breaking changes of the released event contract")
                .isEmpty();
        if (Boolean.getBoolean("contracts.release")) {
            current.forEach((type, schema) ->
                    ContractFiles.write(ContractFiles.RELEASED.resolve(type + ".json"), Json.pretty(schema)));
        } else {
            assertThat(released).as("run `%s`", ContractFiles.RELEASE).isNotEmpty();
        }
    }

    private static Map<String, JsonNode> schemas(Path folder) {
        return ContractFiles.readAll(folder).entrySet().stream()
                .collect(Collectors.toMap(
                        file -> file.getKey().replaceFirst("\\.json$", ""), file -> Json.parse(file.getValue())));
    }
}
