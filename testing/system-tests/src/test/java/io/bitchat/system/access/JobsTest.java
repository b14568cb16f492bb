package io.bitchat.system.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The programs of the image {@code bitchat/tools}, against a suite that requires tokens. */
@RequiredSuite(RequiredSuite.Kind.REQUIRED)
class JobsTest {
    private final Suite suite = Suite.required();

    private record Run(int exit, String out) {}

    @Test
    void theAcceptanceFindsThatEverythingWorks() throws Exception {
        var run = run("acceptance", "--url", suite.url());

        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.out()).contains("verdict", "send a group message", "read the states of chunks");
    }

    @Test
    void aProbeOfAHealthySuiteNoticesNothing() throws Exception {
        var run = run(
                "probe", "--url", suite.url(), "--seconds", "4", "--rate", "10", "--sockets", "20", "--peers", "10");

        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.out()).contains("requests 40, failed 0", "messages accepted 20, lost 0, doubled 0");
    }

    @Test
    void theTopicsOfTheSuiteAreAsTheyShouldBe() throws Exception {
        var run = run("topics", "--servers", suite.kafka());

        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.out()).contains("all topics are as they should be");
    }

    private static Run run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                Suite.root().resolve("tools/jobs/target/jobs.jar").toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Run(process.exitValue(), out);
    }
}
