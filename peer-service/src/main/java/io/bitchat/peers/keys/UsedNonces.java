package io.bitchat.peers.keys;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.hibernate.reactive.mutiny.Mutiny;

/** Used nonces, stored until they expire: no nonce is valid for two signatures, on any replica. */
@ApplicationScoped
public class UsedNonces {
    private static final String USE =
            "insert into used_nonces (nonce, expires_at) values ($1, $2) on conflict (nonce) do nothing";
    private static final String USE_IN_SESSION =
            "insert into used_nonces (nonce, expires_at) values (?1, ?2) on conflict (nonce) do nothing";
    private static final int PAGE = 10_000;
    private static final String FORGET = """
            delete from used_nonces where nonce in (
                select nonce from used_nonces where expires_at < $1 limit $2)
            """;

    private final Pool pool;
    private final InstantSource clock;

    UsedNonces(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** Marks a {@linkplain Nonces#isGood good} nonce as used; returns false if it was used before. */
    public Uni<Boolean> use(String nonce) {
        return pool.preparedQuery(USE)
                .execute(Tuple.of(nonce, Nonces.endOf(nonce).atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Like {@link #use(String)}, in the transaction of the session. */
    public Uni<Boolean> use(Mutiny.Session session, String nonce) {
        return session.createNativeQuery(USE_IN_SESSION)
                .setParameter(1, nonce)
                .setParameter(2, Nonces.endOf(nonce).atOffset(ZoneOffset.UTC))
                .executeUpdate()
                .map(rows -> rows == 1);
    }

    /** Deletes expired nonces, page by page until none are left: strangers decide how many there are. */
    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forgetOver() {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC), PAGE))
                .flatMap(deleted -> deleted.rowCount() < PAGE ? Uni.createFrom().voidItem() : forgetOver());
    }
}
