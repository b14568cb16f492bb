package io.bitchat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Released schemas stay readable. A release run adds compatible additions to the released files. */
class ReleasedContractTest {
    /** Types that no release has published yet, so that they may still change; a release freezes all others. */
    private static final Set<String> UNRELEASED = Set.of();

    private static final Path EVENTS_PAGE = Path.of("../docs/events.md");
    private static final Pattern FULL_TYPE = Pattern.compile("`(io\\.bitchat\\.[a-z_.]+\\.v\\d+)`");
    private static final Pattern SHORT_TYPE = Pattern.compile("`….([a-z_]+\\.v\\d+)`");

    @Test
    void everyTypeIsFrozenUnlessItIsNamedAsUnreleased() {
        var types = new TreeSet<>(types());
        types.removeAll(UNRELEASED);

        assertThat(schemas(ContractFiles.RELEASED).keySet())
                .as(
                        "types without a schema in %s break unseen; run `%s`",
                        ContractFiles.RELEASED, ContractFiles.RELEASE)
                .containsExactlyInAnyOrderElementsOf(types);
    }

    @Test
    void theEventsPageListsEveryType() {
        var listed = new TreeSet<String>();
        for (var row : ContractFiles.read(EVENTS_PAGE).lines().toList()) {
            var first = FULL_TYPE.matcher(row);
            if (!row.startsWith("| `bitchat.") || !first.find()) continue;
            listed.add(first.group(1));
            var family = first.group(1).replaceFirst("[a-z_]+\\.v\\d+$", "");
            SHORT_TYPE.matcher(row).results().forEach(more -> listed.add(family + more.group(1)));
        }

        assertThat(listed).as("types in the table of %s", EVENTS_PAGE).isEqualTo(new TreeSet<>(types()));
    }

    private static Set<String> types() {
        return Contract.records().stream().map(Contract::typeOf).collect(Collectors.toSet());
    }

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
