package io.bitchat.system.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.bitchat.system.suite.Client;
import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The consumers of docs/events.md print the events of the broker; each runs if its language is installed. */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class ExampleConsumersTest {
    private final Suite suite = Suite.open();

    @ParameterizedTest
    @ValueSource(strings = {"java", "python", "node"})
    void printsTheEventOfAMessage(String language) throws IOException, InterruptedException {
        new Client(suite.url()).send(Client.someone("alice"), "bob", "for " + language);

        var check = new ProcessBuilder(
                        Suite.root().resolve("docs/examples/consumers/check.sh").toString(),
                        suite.kafka(),
                        "1",
                        language)
                .redirectErrorStream(true);
        check.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = check.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assumeFalse(output.startsWith("skipped"), output);
        assertThat(output).startsWith("passed   " + language);
        assertThat(process.exitValue()).isZero();
    }
}
