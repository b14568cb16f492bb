package io.bitchat.testkit;

import io.bitchat.embedded.EmbeddedPostgres;
import io.bitchat.embedded.FreePorts;
import io.bitchat.embedded.PostgresConfig;
import java.nio.file.Path;
import java.util.Map;

/** The embedded PostgreSQL of this JVM. */
final class LocalPostgres implements TestServer {
    private static final String PASSWORD = "test";

    private final EmbeddedPostgres postgres;

    LocalPostgres() {
        String port = SharedState.get("postgres.port", () -> Integer.toString(FreePorts.next()));
        String folder = SharedState.get(
                "postgres.folder", () -> ServerFolder.of("postgres").toString());
        postgres = new EmbeddedPostgres(
                new PostgresConfig(Path.of(folder), "127.0.0.1", Integer.parseInt(port), PASSWORD));
    }

    @Override
    public void start() {
        synchronized (SharedState.lock()) {
            if (!isRunning()) {
                postgres.start();
                postgres.pid().ifPresent(pid -> EndOfJvm.ends(pid, "-INT"));
            }
        }
    }

    @Override
    public void stop() {
        postgres.stop();
    }

    @Override
    public void kill() {
        postgres.kill();
    }

    @Override
    public boolean isRunning() {
        return postgres.isRunning();
    }

    @Override
    public Map<String, String> config() {
        PostgresConfig config = postgres.config();
        return Map.of(
                "BITCHAT_POSTGRES_URL", config.reactiveUrl(),
                "BITCHAT_POSTGRES_JDBC_URL", config.jdbcUrl(),
                "BITCHAT_POSTGRES_USER", PostgresConfig.USER,
                "BITCHAT_POSTGRES_PASSWORD", config.password());
    }
}
