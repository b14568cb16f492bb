package io.bitchat.peers.presence;

import io.bitchat.kit.auth.CallerListener;
import io.quarkus.logging.Log;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Updates {@code last_seen} of peers that call this service, in one statement every 200 ms. */
@ApplicationScoped
class LastSeen implements CallerListener {
    private static final long FLUSH_MS = 200;
    private static final int MAX_WAITING = 100_000;
    /** Locks in ascending order, so that it cannot deadlock with the projections. */
    private static final String SEEN = """
            with told as (
                select * from unnest($1::text[], $2::timestamptz[]) as t (peer_id, at)),
            locked as (
                select p.peer_id from peers p where p.peer_id = any($1) order by p.peer_id for no key update)
            update peers p set last_seen = greatest(p.last_seen, t.at)
            from told t join locked l using (peer_id)
            where t.peer_id = p.peer_id
            """;

    private final Pool pool;
    private final InstantSource clock;
    private final ConcurrentHashMap<String, Instant> waiting = new ConcurrentHashMap<>();

    LastSeen(Pool pool, InstantSource clock, Vertx vertx) {
        this.pool = pool;
        this.clock = clock;
        vertx.setPeriodic(FLUSH_MS, _ -> flush());
    }

    @Override
    public void seen(String peerId) {
        if (waiting.size() < MAX_WAITING) waiting.put(peerId, clock.instant());
    }

    private void flush() {
        if (waiting.isEmpty()) return;
        var seen = new TreeMap<String, OffsetDateTime>();
        waiting.keySet().forEach(peerId -> {
            var at = waiting.remove(peerId);
            if (at != null) seen.put(peerId, Leases.utc(at));
        });
        pool.preparedQuery(SEEN)
                .execute(Tuple.of(
                        seen.keySet().toArray(String[]::new), seen.values().toArray(OffsetDateTime[]::new)))
                .subscribe()
                .with(_ -> {}, failure -> Log.debugf("last_seen not updated peers=%d cause=%s", seen.size(), failure));
    }
}
