package io.bitchat.system.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.bitchat.system.suite.Suite;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Runs the tests of the alert rules with {@code promtool}, which is in every release of Prometheus. Skipped where it is
 * not on the PATH.
 */
class AlertRulesTest {
    @Test
    void aHealthySuiteRaisesNoAlertAndEachTroubleItsOwn() throws Exception {
        var promtool = promtool();
        assumeThat(promtool).as("promtool is on the PATH").isPresent();
        var tests = Suite.root().resolve("deploy/alerts/bitchat.rules.test.yaml");

        var process = new ProcessBuilder(promtool.orElseThrow().toString(), "test", "rules", tests.toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
    }

    private static Optional<Path> promtool() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "promtool"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
