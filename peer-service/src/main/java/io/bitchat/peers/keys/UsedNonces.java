package io.bitchat.peers.keys;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.hibernate.reactive.mutiny.Mutiny;

/** Nonces that have served, until they would be over anyway: none is good for two signatures, at any replica. */
@ApplicationScoped
public class UsedNonces {
    private static final String USE =
            "insert into used_nonces (nonce, expires_at) values ($1, $2) on conflict (nonce) do nothing";
    private static final String USE_IN_SESSION =
            "insert into used_nonces (nonce, expires_at) values (?1, ?2) on conflict (nonce) do nothing";
    private static final String FORGET = """
            delete from used_nonces where nonce in (
                select nonce from used_nonces where expires_at < $1 limit 10000)
            """;

    private final Pool pool;
    private final InstantSource clock;

    UsedNonces(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** Uses a nonce that {@linkplain Nonces#isGood is good} up; false where it has served before. */
    public Uni<Boolean> use(String nonce) {
        return pool.preparedQuery(USE)
                .execute(Tuple.of(nonce, Nonces.endOf(nonce).atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** The same, if the session's transaction commits. */
    public Uni<Boolean> use(Mutiny.Session session, String nonce) {
        return session.createNativeQuery(USE_IN_SESSION)
                .setParameter(1, nonce)
                .setParameter(2, Nonces.endOf(nonce).atOffset(ZoneOffset.UTC))
                .executeUpdate()
                .map(rows -> rows == 1);
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forgetOver() {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }
}
