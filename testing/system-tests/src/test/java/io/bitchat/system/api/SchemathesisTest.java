package io.bitchat.system.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bitchat.system.suite.RequiredSuite;
import io.bitchat.system.suite.Suite;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Requests that the API document allows or forbids never cause a server error, and each answer has a status, a type,
 * headers and a body that the document promises. schemathesis makes the requests.
 *
 * <p>Not checked: whether everything that the document forbids is refused. This suite accepts callers without a token,
 * which the document must call required, and a parameter without a value counts as absent.
 */
@RequiredSuite(RequiredSuite.Kind.OPEN)
class SchemathesisTest {
    private static final boolean FULL = Boolean.getBoolean("bitchat.full");
    private static final long SEED = Long.getLong("bitchat.seed", 20_260_115);
    private static final int REQUESTS = FULL ? 50_000 : 1_000;
    private static final int EXAMPLES_OF_EACH = FULL ? 1_500 : 8;
    private static final int SECONDS = FULL ? 3_600 : 60;
    private static final Pattern GENERATED = Pattern.compile("([0-9,]+) generated");

    private final Suite suite = Suite.open();

    @Test
    void everyAnswerIsOneThatTheDocumentPromises() throws IOException, InterruptedException {
        var program = installed();
        assumeTrue(program != null, "schemathesis is not installed; .ci/run does it");
        System.out.println("schemathesis: -Dbitchat.seed=" + SEED);

        var log = suite.data().resolve("schemathesis.log");
        var run = run(program, log);
        boolean ended = run.waitFor(SECONDS + 60, TimeUnit.SECONDS);
        if (!ended) run.destroyForcibly().waitFor();

        var said = Files.readString(log);
        System.out.println(said.substring(Math.max(0, said.lastIndexOf("= SUMMARY ="))));
        assertThat(ended).as(said).isTrue();
        assertThat(run.exitValue()).as(said).isZero();
        assertThat(generated(said)).as(said).isGreaterThanOrEqualTo(REQUESTS);
    }

    private Process run(String program, Path log) throws IOException {
        var command = new ArrayList<>(List.of(program, "run", suite.url() + "/openapi?format=json"));
        command.addAll(List.of("--url", suite.url(), "--seed", Long.toString(SEED)));
        command.addAll(List.of("--phases", "examples,coverage,fuzzing", "-n", Integer.toString(EXAMPLES_OF_EACH)));
        command.addAll(List.of(
                "--checks",
                "not_a_server_error,status_code_conformance,content_type_conformance"
                        + ",response_headers_conformance,response_schema_conformance"));
        // not applicable to a socket; SocketTunnelTest and FuzzTest cover it
        command.addAll(List.of("--exclude-path", "/api/bitchat/ws/{peer_id}"));
        command.addAll(List.of("--continue-on-failure", "--no-color", "--request-timeout", "20"));
        // slow or large data generation is not a failure of the API
        command.addAll(List.of("--suppress-health-check", "all", "--generation-database", "none"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.directory(suite.data().toFile());
        var hooks = Suite.root().resolve("testing/system-tests/src/test/resources/schemathesis/hooks.py");
        builder.environment().put("SCHEMATHESIS_HOOKS", hooks.toString());
        builder.environment().put("BITCHAT_API", suite.url() + "/api/bitchat");
        return builder.start();
    }

    private static int generated(String said) {
        var count = GENERATED.matcher(said);
        return count.find() ? Integer.parseInt(count.group(1).replace(",", "")) : 0;
    }

    private static @Nullable String installed() {
        var folders = System.getenv("PATH").split(File.pathSeparator, -1);
        var own = Suite.root().resolve("target/python/bin").toString();
        return Stream.concat(Stream.of(own), Stream.of(folders))
                .map(folder -> Path.of(folder, "schemathesis"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElse(null);
    }
}
