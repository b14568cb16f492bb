package io.bitchat.testkit;

import io.bitchat.embedded.FreePorts;
import io.bitchat.embedded.PostgresConfig;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** PostgreSQL 17 in a container, with the same names as the embedded one. */
final class ContainerPostgres {
    private static final String IMAGE = "postgres:17";
    private static final String PASSWORD = "test";

    private ContainerPostgres() {}

    static TestServer create() {
        int port = Integer.parseInt(SharedState.get("postgres.port", () -> Integer.toString(FreePorts.next())));
        var address = new PostgresConfig(java.nio.file.Path.of("unused"), "127.0.0.1", port, PASSWORD);
        Map<String, String> config = Map.of(
                "BITCHAT_POSTGRES_URL",
                address.reactiveUrl(),
                "BITCHAT_POSTGRES_JDBC_URL",
                address.jdbcUrl(),
                "BITCHAT_POSTGRES_USER",
                PostgresConfig.USER,
                "BITCHAT_POSTGRES_PASSWORD",
                PASSWORD);
        return new ContainerServer("postgres", () -> container(port), config, () -> serverVersion(address.jdbcUrl()));
    }

    private static int serverVersion(String url) throws SQLException {
        try (var connection = DriverManager.getConnection(url, PostgresConfig.USER, PASSWORD)) {
            return connection.getMetaData().getDatabaseMajorVersion();
        }
    }

    private static PostgreSQLContainer container(int port) {
        var postgres = new PostgreSQLContainer(IMAGE)
                .withDatabaseName(PostgresConfig.DATABASE)
                .withUsername(PostgresConfig.USER)
                .withPassword(PASSWORD);
        postgres.setPortBindings(List.of("127.0.0.1:" + port + ":5432"));
        return postgres;
    }
}
