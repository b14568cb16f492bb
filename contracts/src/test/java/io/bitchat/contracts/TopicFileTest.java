package io.bitchat.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The topic definitions for the creation of topics agree with the contract. */
class TopicFileTest {
    private static final Path DEFINITIONS = Path.of("../deploy/topics/topics.json");

    @Test
    void topicsAreCreatedAsTheContractStates() {
        var definitions = Json.parse(ContractFiles.read(DEFINITIONS)).path("topics");
        var names = new TreeSet<String>();

        for (var definition : definitions) {
            var name = definition.path("name").asText();
            names.add(name);
            Topic.ALL.stream().filter(topic -> topic.name().equals(name)).forEach(topic -> topic.config()
                    .forEach((option, value) -> assertThat(
                                    definition.at("/config/" + option).asText("-1"))
                            .as("%s of %s", option, name)
                            .isEqualTo(value)));
        }
        assertThat(names).containsAll(Topic.ALL.stream().map(Topic::name).toList());
    }
}
