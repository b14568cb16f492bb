package io.bitchat.peers.presence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.bitchat.kit.auth.CallerListener;
import io.quarkus.logging.Log;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;

/** Moves {@code last_seen} of peers that call this service; at most every few seconds for each. */
@ApplicationScoped
class LastSeen implements CallerListener {
    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final int REMEMBERED = 100_000;
    private static final String SEEN = "update peers set last_seen = greatest(last_seen, $2) where peer_id = $1";

    private final Pool pool;
    private final InstantSource clock;
    private final Cache<String, Boolean> written = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(QUIET)
            .build();

    LastSeen(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public void seen(String peerId) {
        if (written.asMap().putIfAbsent(peerId, true) != null) return;
        pool.preparedQuery(SEEN)
                .execute(Tuple.of(peerId, Leases.utc(clock.instant())))
                .subscribe()
                .with(_ -> {}, failure -> Log.debugf("last_seen not moved peer=%s cause=%s", peerId, failure));
    }
}
