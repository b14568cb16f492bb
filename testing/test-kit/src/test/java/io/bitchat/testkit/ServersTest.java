package io.bitchat.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bitchat.embedded.EmbeddedKafka;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServersTest {
    @BeforeEach
    void needAnEngineForContainers() {
        assumeTrue(!Containers.wanted() || Containers.available(), "skipped: no container engine answers");
    }

    @Test
    void postgresStartsOncePerJvmAndComesBackWithItsDataAfterEveryFault() throws SQLException {
        Map<String, String> config = new PostgresServer().start();
        assertThat(new PostgresServer().start()).isEqualTo(config);
        query(config, "create table kept as select 7 as n; select 1");

        PostgresServer.current().restart();
        PostgresServer.current().kill();
        assertThat(PostgresServer.current().isRunning()).isFalse();
        PostgresServer.current().start();

        assertThat(query(config, "select n from kept")).isEqualTo(7);
    }

    @Test
    void kafkaStartsOncePerJvmAndComesBackWithItsTopicsAfterEveryFault() throws Exception {
        var broker = new KafkaBroker();
        broker.init(Map.of("topics", "extra.one, extra.two"));
        Map<String, String> config = broker.start();
        assertThat(new KafkaBroker().start()).isEqualTo(config);

        KafkaBroker.current().restart();
        KafkaBroker.current().kill();
        assertThat(KafkaBroker.current().isRunning()).isFalse();
        KafkaBroker.current().start();

        try (Admin admin = EmbeddedKafka.admin(config.get("BITCHAT_KAFKA_SERVERS"))) {
            assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS))
                    .contains("extra.one", "extra.two", "bitchat.messages.v1");
        }
    }

    @Test
    void theObjectStoreStartsOncePerJvmAndComesBackWhereItWas() throws Exception {
        Map<String, String> config = new ObjectStore().start();
        assertThat(new ObjectStore().start()).isEqualTo(config);
        assertThat(statusOf(config)).isEqualTo(HttpURLConnection.HTTP_FORBIDDEN);

        ObjectStore.current().restart();
        ObjectStore.current().kill();
        assertThat(ObjectStore.current().isRunning()).isFalse();
        ObjectStore.current().start();

        assertThat(statusOf(config)).isEqualTo(HttpURLConnection.HTTP_FORBIDDEN);
    }

    /** The status of a request without credentials. */
    private static int statusOf(Map<String, String> config) throws IOException {
        var connection = (HttpURLConnection)
                URI.create(config.get("BITCHAT_S3_ENDPOINT")).toURL().openConnection();
        return connection.getResponseCode();
    }

    private static int query(Map<String, String> config, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        config.get("BITCHAT_POSTGRES_JDBC_URL"),
                        config.get("BITCHAT_POSTGRES_USER"),
                        config.get("BITCHAT_POSTGRES_PASSWORD"));
                var statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (!rows) {
                rows = statement.getMoreResults();
            }
            try (var result = statement.getResultSet()) {
                result.next();
                return result.getInt(1);
            }
        }
    }
}
