package io.bitchat.launcher.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.embedded.FreePorts;
import io.bitchat.launcher.s3.Outcome.Verdict;
import io.bitchat.objects.ObjectStoreProcess;
import io.bitchat.s3.S3Settings;
import io.bitchat.s3.S3Settings.Credentials;
import io.bitchat.s3.S3Settings.Limits;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the doctor against the S3 server of the local stack, which is known to work. */
class ConformanceTest {
    private static final int PORT = FreePorts.next();

    @TempDir
    static Path folder;

    private static Process server;

    @BeforeAll
    static void start() throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), "the secret");
        var target = Path.of(System.getProperty("bitchat.root")).resolve("tools/object-store/target");
        server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        target.resolve("classes") + File.pathSeparator + target.resolve("lib") + File.separator + "*",
                        ObjectStoreProcess.class.getName(),
                        folder.resolve("objects").toString(),
                        "127.0.0.1",
                        Integer.toString(PORT),
                        "somebody",
                        secret.toString(),
                        Long.toString(ProcessHandle.current().pid()))
                .redirectErrorStream(true)
                .start();
        var lines = server.inputReader();
        for (var line = lines.readLine(); !line.startsWith(ObjectStoreProcess.READY); line = lines.readLine()) {
            assertThat(server.isAlive()).as(line).isTrue();
        }
    }

    @AfterAll
    static void stop() {
        server.destroy();
    }

    @Test
    void findsAGoodServerWellAndLeavesNothing() throws IOException {
        var progress = new ArrayList<Integer>();
        var told = new ArrayList<Outcome>();

        var outcomes = new Conformance(settings(PORT, "the secret"), 1_100).run(told::add, progress::add);

        assertThat(outcomes).isEqualTo(told).allSatisfy(one -> {
            assertThat(one.verdict()).as(one.toString()).isEqualTo(Verdict.OK);
            assertThat(one.remedy()).isEmpty();
        });
        assertThat(outcomes)
                .extracting(Outcome::check)
                .contains(
                        "unsigned payload",
                        "checksum",
                        "range",
                        "conditional put",
                        "slow answer",
                        "failing answers",
                        "wrong secret",
                        "list");
        assertThat(outcomes).anySatisfy(one -> assertThat(one.detail()).isEqualTo("1100 in 2 pages"));
        assertThat(progress).endsWith(1_100);
        try (var left = Files.list(folder.resolve("objects"))) {
            assertThat(left.filter(path -> !path.getFileName().toString().startsWith(".")))
                    .isEmpty();
        }
    }

    @Test
    void saysWhatToDoAboutAServerThatInsistsOnSignedBytes() throws IOException {
        try (var gate = new InsistingGate(PORT)) {
            var unsigned = verdictOf("unsigned payload", run(settings(gate.port(), "the secret")));
            var signed = run(settings(gate.port(), "the secret").withSignPayload(true));

            assertThat(unsigned.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(unsigned.detail()).contains("sign what you send");
            assertThat(unsigned.remedy()).contains("BITCHAT_S3_SIGN_PAYLOAD=true");
            assertThat(signed).noneMatch(one -> one.verdict() == Verdict.FAILED);
            assertThat(verdictOf("put and get", signed).verdict()).isEqualTo(Verdict.OK);
        }
    }

    private static Outcome verdictOf(String check, List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(one -> one.check().equals(check))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void namesWrongCredentialsAndSkipsTheRest() {
        var outcomes = run(settings(PORT, "another secret"));

        assertThat(outcomes.getFirst().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(outcomes.getFirst().detail()).contains("AccessDenied");
        assertThat(outcomes.getFirst().remedy()).contains("credentials");
        assertThat(outcomes.subList(1, outcomes.size())).allMatch(one -> one.verdict() == Verdict.SKIPPED);
    }

    @Test
    void saysThatNothingListens() {
        var outcomes = run(settings(FreePorts.next(), "the secret"));

        assertThat(outcomes.getFirst().verdict()).isEqualTo(Verdict.FAILED);
        assertThat(outcomes.getFirst().detail()).contains("connection failed");
    }

    private static List<Outcome> run(S3Settings settings) {
        return new Conformance(settings, 1).run(_ -> {}, _ -> {});
    }

    private static S3Settings settings(int port, String secret) {
        return new S3Settings(
                URI.create("http://127.0.0.1:" + port),
                "us-east-1",
                "doctor-test",
                new Credentials("somebody", secret),
                true,
                Limits.STANDARD);
    }
}
