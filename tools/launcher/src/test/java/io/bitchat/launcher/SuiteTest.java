package io.bitchat.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.embedded.PostgresConfig;
import io.bitchat.embedded.PostgresProbe;
import io.bitchat.embedded.ProcessTermination;
import io.bitchat.launcher.suite.Endpoint;
import io.bitchat.launcher.suite.SuiteFiles;
import io.bitchat.launcher.suite.SuiteState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The life of one suite: real PostgreSQL, real Kafka, stand-ins for the services. The tests depend on their order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SuiteTest {
    @TempDir
    static Path folder;

    private static Path root;
    private static SuiteFiles files;
    private static LauncherProcess suite;

    @BeforeAll
    static void start() throws Exception {
        root = BuiltProject.in(folder.resolve("project"));
        files = new SuiteFiles(folder.resolve("data"));
        suite = up();
    }

    @AfterAll
    static void stop() throws Exception {
        suite.close();
    }

    @Test
    @Order(1)
    void isHealthyOnceItSaysSo() throws Exception {
        try (var status = run("status");
                var doctor = run("doctor")) {
            assertThat(status.awaitEnd())
                    .filteredOn(line -> line.contains(" healthy "))
                    .hasSize(9);
            assertThat(status.exitCode()).isZero();
            assertThat(doctor.awaitEnd())
                    .noneMatch(line -> line.startsWith("FAIL"))
                    .anyMatch(line -> line.contains("postgres fsync: on"))
                    .anyMatch(line -> line.contains("kafka topics: 11 as listed"))
                    .anyMatch(line -> line.contains("message-service: ready: stand-in UP"));
            assertThat(doctor.exitCode()).isZero();
        }
    }

    @Test
    @Order(2)
    void startsAKilledServiceAgainAndSaysSo() throws Exception {
        long killed = kill("message-service");

        assertThat(suite.awaitLine("message-service was killed")).contains("starting it again in", "1 of 60");
        suite.awaitLine("message-service ready");
        assertThat(pid("message-service")).isNotEqualTo(killed);
    }

    @Test
    @Order(3)
    void startsAKilledDatabaseAgainWithItsRows() throws Exception {
        write("create table kept as select 42 as n");
        kill("postgres");

        suite.awaitLine("postgres ready");
        assertThat(read("select n from kept")).isEqualTo("42");
    }

    @Test
    @Order(4)
    void refusesASecondLauncherOnTheSameFolder() throws Exception {
        try (var second = run("up", "--auto-ports", "--no-aot")) {
            assertThat(second.awaitEnd())
                    .singleElement()
                    .asString()
                    .contains("process " + suite.pid() + " already runs the suite on " + files.data());
            assertThat(second.exitCode()).isEqualTo(1);
        }
    }

    @Test
    @Order(5)
    void namesEachTakenPortWithItsOwnerAndTheFlag() throws Exception {
        int gateway = state().ports().get("gateway");
        int kafka = state().ports().get("kafka");
        try (var other = LauncherProcess.run(
                root,
                Map.of("BITCHAT_DATA", folder.resolve("other").toString()),
                "up",
                "--no-aot",
                "--port=" + gateway,
                "--kafka-port=" + kafka)) {
            assertThat(other.awaitEnd())
                    .anyMatch(line -> line.contains(
                            "port " + gateway + " for gateway is in use by process " + pid("gateway") + " (java)"))
                    .anyMatch(line -> line.contains("port " + kafka + " for kafka") && line.contains("--kafka-port"));
            assertThat(other.exitCode()).isEqualTo(1);
        }
    }

    @Test
    @Order(6)
    void takesOverWhatAKilledLauncherLeftAndKeepsTheData() throws Exception {
        List<ProcessHandle> left = children();
        suite.kill();
        try (var status = run("status")) {
            assertThat(status.awaitEnd()).anyMatch(line -> line.contains("was killed; run ./bitchat up"));
            assertThat(status.exitCode()).isEqualTo(1);
        }

        suite = up();

        assertThat(left).hasSize(8).noneMatch(ProcessTermination::isRunning);
        assertThat(read("select n from kept")).isEqualTo("42");
    }

    @Test
    @Order(7)
    void stopsEverythingInReverseOnSigterm() throws Exception {
        List<ProcessHandle> running = children();
        suite.terminate();

        List<String> said = suite.awaitEnd();

        assertThat(running).hasSize(8).noneMatch(ProcessTermination::isRunning);
        assertThat(said).contains("  gateway stopping", "  postgres stopping");
        assertThat(said.indexOf("  gateway stopping")).isLessThan(said.indexOf("  peer-service stopping"));
        assertThat(said.indexOf("  peer-service stopping")).isLessThan(said.indexOf("  postgres stopping"));
        assertThat(files.state()).doesNotExist();
        try (var status = run("status")) {
            assertThat(status.awaitEnd()).singleElement().asString().startsWith("nothing runs on");
        }
    }

    private static LauncherProcess up() throws IOException, InterruptedException {
        LauncherProcess launcher = run("up", "--auto-ports", "--no-aot");
        launcher.awaitLine("Ctrl-C stops it");
        return launcher;
    }

    private static LauncherProcess run(String... arguments) throws IOException {
        return LauncherProcess.run(root, Map.of("BITCHAT_DATA", files.data().toString()), arguments);
    }

    private static SuiteState state() {
        return SuiteState.read(files).orElseThrow();
    }

    private static long pid(String name) {
        return state().pids().get(name);
    }

    private static List<ProcessHandle> children() {
        return List.of(Endpoint.values()).stream()
                .filter(state()::has)
                .map(endpoint -> state().process(endpoint.label()).orElseThrow())
                .toList();
    }

    private static long kill(String name) {
        ProcessHandle process = state().process(name).orElseThrow();
        ProcessTermination.kill(process);
        return process.pid();
    }

    private static PostgresConfig database() throws IOException {
        return new PostgresConfig(
                files.postgres(),
                "127.0.0.1",
                state().ports().get("postgres"),
                Files.readString(files.postgresPassword()).strip());
    }

    private static String read(String query) throws SQLException, IOException {
        return new PostgresProbe(database()).ask(query);
    }

    private static void write(String sql) throws SQLException, IOException {
        PostgresConfig database = database();
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), "bitchat", database.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
