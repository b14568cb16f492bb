package io.bitchat.peers.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitchat.peers.RealServers;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RealServers
class UsedNoncesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final UsedNonces nonces;
    private final Pool pool;

    UsedNoncesTest(UsedNonces nonces, Pool pool) {
        this.nonces = nonces;
        this.pool = pool;
    }

    /** More than one statement deletes at a time. */
    @Test
    void allThatHaveExpiredAreForgottenAndNoOthers() {
        run("""
                insert into used_nonces (nonce, expires_at)
                select 'expired-' || n, now() - interval '1 hour' from generate_series(1, 10001) n
                """);
        run("insert into used_nonces (nonce, expires_at) values ('good', now() + interval '1 hour')");

        nonces.forgetOver().await().atMost(PATIENCE);

        assertThat(count("expires_at < now() - interval '1 minute'")).isZero();
        assertThat(count("nonce = 'good'")).isEqualTo(1);
        run("delete from used_nonces where nonce = 'good'");
    }

    private void run(String statement) {
        pool.query(statement).execute().await().atMost(PATIENCE);
    }

    private long count(String condition) {
        return pool.query("select count(*) from used_nonces where " + condition)
                .execute()
                .await()
                .atMost(PATIENCE)
                .iterator()
                .next()
                .getLong(0);
    }
}
