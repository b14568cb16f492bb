package io.bitchat.bench.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.bench.suite.BenchKeys;
import io.bitchat.bench.suite.FakeSuite;
import io.bitchat.bench.suite.SuiteState;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MessagesCommandTest {
    private FakeSuite suite;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    @BeforeEach
    void start() {
        suite = new FakeSuite();
    }

    @AfterEach
    void stop() {
        suite.close();
    }

    @Test
    void measuresAHealthySuite() {
        assertThat(bench("--only", "a,b,c,d,e", "--rows", "300", "--peers", "120", "--check", "--json"))
                .as(this::said)
                .isIn(0, 1);

        assertThat(figure("open loop, messages acknowledged")).isEqualTo(300);
        assertThat(figure("open loop lost") + figure("open loop duplicates") + figure("open loop out of order"))
                .isZero();
        assertThat(figure("closed loop lost") + figure("closed loop duplicates"))
                .isZero();
        assertThat(figure("open loop 300/s, send to socket p95")).isPositive();
        assertThat(figure("closed loop 50 x 4, acknowledged and delivered")).isPositive();
        assertThat(figure("page of 300 rows p95")).isPositive();
        assertThat(figure("GET /peers/{id}, 120 peers, p95")).isPositive();
        assertThat(suite.acks).isGreaterThanOrEqualTo(300);
    }

    @Test
    void countsWhatIsLostAndWhatIsRepeated() {
        suite.loseEvery = 100;
        suite.repeatEvery = 60;

        assertThat(bench("--only", "a", "--check", "--json")).as(this::said).isEqualTo(1);

        assertThat(figure("open loop lost")).isEqualTo(6);
        assertThat(figure("open loop duplicates")).isEqualTo(8);
    }

    @Test
    void refusesToMeasureARateLimit() {
        suite.limitAfter = 20;

        assertThat(bench("--only", "a")).isEqualTo(2);

        assertThat(said()).contains("./bitchat up --rate-limit off");
        assertThat(said().lines().filter(line -> line.startsWith("bench: "))).hasSize(1);
    }

    @Test
    void namesTheRemedyWhenNothingRuns(@TempDir Path folder) {
        suite.ready = false;

        assertThat(bench("--only", "a")).isEqualTo(2);
        assertThat(said()).contains("bench: no suite answers at http://127.0.0.1", "./bitchat up");
        progress.reset();
        assertThat(run("--state", folder.resolve("none.json").toString())).isEqualTo(2);
        assertThat(said()).contains("no running suite is described in", "./bitchat up");
        progress.reset();
        assertThat(run("--url", "http://127.0.0.1:1")).isEqualTo(2);
        assertThat(said()).contains("no suite answers at http://127.0.0.1:1");
    }

    @Test
    void knowsItsScenarios() {
        assertThat(bench("--only", "z")).isEqualTo(2);
        assertThat(said()).contains("there are a,b,c,d,e,f,g");
    }

    @Test
    void provesItsKeysWhereTokensAreAsked() {
        suite.wantsToken = true;

        assertThat(bench("--only", "a", "--json")).as(this::said).isZero();

        assertThat(figure("open loop, messages acknowledged")).isEqualTo(300);
        assertThat(said()).doesNotContain("401");
    }

    @Test
    void readsTheStateOfTheSuite(@TempDir Path data) throws IOException {
        Files.createDirectories(data.resolve("run"));
        Files.createDirectories(data.resolve("keys"));
        Files.writeString(data.resolve("keys/postgres.password"), "secret\n");
        Path state = data.resolve("run/suite.json");
        Files.writeString(state, """
                {"ports":{"gateway":8000},"pids":{"launcher":1,"gateway":22},"urls":{"api":"http://localhost:8000",
                "kafka":"localhost:9092","postgres":"postgresql://bitchat@localhost:15432/bitchat"}}""");

        SuiteState suite = SuiteState.read(state);

        assertThat(suite.pids()).containsEntry("gateway", 22L);
        assertThat(suite.kafka()).hasValue("localhost:9092");
        assertThat(suite.postgres())
                .hasValue(new SuiteState.Postgres("jdbc:postgresql://localhost:15432/bitchat", "bitchat", "secret"));
    }

    @Test
    void keepsItsKeysToItself(@TempDir Path data) throws IOException {
        var first = BenchKeys.of(Optional.of(data));
        var second = BenchKeys.of(Optional.of(data));

        assertThat(second.of("bench-a").publicKey())
                .isEqualTo(first.of("bench-a").publicKey());
        assertThat(first.of("bench-b").publicKey())
                .isNotEqualTo(first.of("bench-a").publicKey());
        assertThat(BenchKeys.of(Optional.empty()).tag()).isNotEqualTo(first.tag());
        assertThat(FakeSuite.verify(
                        first.of("bench-a").publicKey(),
                        "bitchat-auth-v1:bench-a:n",
                        second.of("bench-a").sign("bitchat-auth-v1:bench-a:n")))
                .isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("keys/bench.secret"))))
                .isEqualTo("rw-------");
    }

    private int bench(String... arguments) {
        List<String> all = new ArrayList<>(
                List.of("--url", suite.url(), "--seconds", "1", "--warmup", "1", "--settle", "1", "--drain", "1"));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }

    private int run(String... arguments) {
        var command = new MessagesCommand(print(out), print(progress));
        return new CommandLine(command).execute(arguments);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String said() {
        return progress.toString(StandardCharsets.UTF_8);
    }

    private double figure(String name) {
        return new JsonObject(out.toString(StandardCharsets.UTF_8))
                .getJsonArray("figures").stream()
                        .map(JsonObject.class::cast)
                        .filter(row -> row.getString("figure").equals(name))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no figure " + name + " in " + out))
                        .getDouble("measured");
    }
}
