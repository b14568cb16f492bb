package io.bitchat.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = new EmbeddedPostgres(config(FreePorts.next()));
        postgres.start();
    }

    @AfterAll
    static void stop() {
        postgres.stop();
    }

    @Test
    void servesADurableDatabaseWithChecksums() throws SQLException {
        var probe = new PostgresProbe(postgres.config());

        assertThat(probe.ask("show fsync")).isEqualTo("on");
        assertThat(probe.ask("show synchronous_commit")).isEqualTo("on");
        assertThat(probe.ask("show data_checksums")).isEqualTo("on");
        assertThat(probe.ask("select current_user || '@' || current_database()"))
                .isEqualTo("bitchat@bitchat");
        assertThat(probe.ask("select datlocale from pg_database where datname = 'bitchat'"))
                .isEqualTo("C.UTF-8");
        assertThat(probe.ask("show server_version")).startsWith("17.");
    }

    @Test
    void keepsCommittedRowsThroughAKill() throws SQLException {
        execute("create table kept (n int)");
        execute("insert into kept values (42)");

        postgres.kill();
        postgres.start();

        assertThat(new PostgresProbe(postgres.config()).ask("select n from kept"))
                .isEqualTo("42");
    }

    @Test
    void startsAlthoughAStaleFileNamesALivingStranger() throws IOException {
        postgres.stop();
        Files.writeString(
                postgres.config().dataFolder().resolve("postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + postgres.config().dataFolder() + "\n");

        postgres.start();

        assertThat(postgres.isRunning()).isTrue();
    }

    @Test
    void takesOverFromAServerThatALostLauncherLeft() throws SQLException {
        var left = postgres.pid();
        var successor = new EmbeddedPostgres(postgres.config());

        successor.start();

        assertThat(left.flatMap(ProcessHandle::of)).isEmpty();
        assertThat(new PostgresProbe(successor.config()).ask("select 1")).isEqualTo("1");
        postgres = successor;
    }

    @Test
    void namesTheTakenPort() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var config = new PostgresConfig(folder.resolve("other"), "127.0.0.1", taken.getLocalPort(), "secret");

            assertThatThrownBy(() -> new EmbeddedPostgres(config).start())
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("port " + taken.getLocalPort() + " for PostgreSQL is in use");
        }
    }

    @Test
    void namesTheFolderThatCannotBeUsed() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "");
        var config = new PostgresConfig(file.resolve("postgres"), "127.0.0.1", FreePorts.next(), "secret");

        assertThatThrownBy(() -> new EmbeddedPostgres(config).start())
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void refusesAWrongPasswordInsteadOfWaitingForIt() {
        var wrong = new PostgresConfig(
                postgres.config().dataFolder(), "127.0.0.1", postgres.config().port(), "wrong");

        assertThatThrownBy(() -> new PostgresProbe(wrong).isReady())
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("password");
    }

    private static PostgresConfig config(int port) {
        return new PostgresConfig(folder.resolve("postgres"), "127.0.0.1", port, "secret");
    }

    private static void execute(String sql) throws SQLException {
        PostgresConfig config = postgres.config();
        try (var connection = DriverManager.getConnection(config.jdbcUrl(), PostgresConfig.USER, config.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
