package io.bitchat.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A replica of this version that starts after a newer one has migrated the schema. */
@QuarkusTest
@RealServers
class NewerSchemaTest {
    private static final String NEWER = """
            insert into messages.flyway_schema_history
                (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
            select max(installed_rank) + 1, '999', 'newer', 'SQL', 'V999__newer.sql', 1, 'test', 1, true
            from messages.flyway_schema_history
            """;

    @Inject
    Flyway flyway;

    @Inject
    Pool pool;

    @Test
    void startsBesideIt() {
        run(NEWER);
        try {
            // as at the start
            var result = flyway.migrate();

            assertThat(result.success).isTrue();
            assertThat(result.migrationsExecuted).isZero();
            assertThat(flyway.info().current().getVersion().getVersion()).isEqualTo("999");
        } finally {
            run("delete from messages.flyway_schema_history where version = '999'");
        }
    }

    private void run(String sql) {
        pool.query(sql).execute().await().indefinitely();
    }
}
