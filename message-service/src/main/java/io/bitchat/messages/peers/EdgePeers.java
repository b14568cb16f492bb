package io.bitchat.messages.peers;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Collection;

/** The peers that edge nodes see. Presence names their leases {@code edge:<node>}. */
@ApplicationScoped
public class EdgePeers {
    private static final String SOURCE = "edge:";
    /** Longer than any lease; a peer that was just seen is never deleted, however transactions interleave. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    /** Runs before the leases are written, so the table still has the earlier ones. */
    private static final String APPEARED = """
            insert into edge_peers (peer_id, round_at)
            select distinct l.peer_id, $4::timestamptz
            from unnest($1::text[], $2::text[], $3::bool[]) as l (peer_id, source, ended)
            left join presence_leases k on k.peer_id = l.peer_id and k.source = l.source
            where l.ended or k.expires_at is null or k.expires_at <= $4
            order by l.peer_id
            on conflict (peer_id) do update set offered = 0, round_at = excluded.round_at
            """;

    private static final String ANY = "select exists (select 1 from edge_peers)";
    private static final String FORGET = """
            delete from edge_peers e
            where e.round_at < $1 and not exists (
                select 1 from presence_leases l
                where l.peer_id = e.peer_id and l.source like 'edge:%' and l.expires_at > $2)
            """;

    private final Pool pool;
    private final InstantSource clock;
    private volatile boolean any;

    EdgePeers(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** Whether an edge node may see a peer; at most a second late. Costs nothing. */
    public boolean any() {
        return any;
    }

    /**
     * Begins a new round of offers for peers that another node sees, or that a node sees again. Call it before the
     * leases are written.
     *
     * @return whether an edge node sees one of the peers
     */
    Uni<Boolean> note(SqlConnection connection, Collection<Lease> leases) {
        var now = clock.instant();
        var near = leases.stream()
                .filter(lease -> lease.source().startsWith(SOURCE))
                .filter(lease -> lease.expiresAt().isAfter(now))
                .toList();
        if (near.isEmpty()) return Uni.createFrom().item(false);
        var columns = Tuple.of(
                near.stream().map(Lease::peerId).toArray(String[]::new),
                near.stream().map(Lease::source).toArray(String[]::new),
                near.stream().map(Lease::ended).toArray(Boolean[]::new),
                now.atOffset(ZoneOffset.UTC));
        return connection.preparedQuery(APPEARED).execute(columns).replaceWith(true);
    }

    /** Called after the commit, with the result of {@link #note}. */
    void noted(boolean seen) {
        if (seen) any = true;
    }

    /** Learns what other replicas have consumed. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return pool.preparedQuery(ANY)
                .execute()
                .invoke(rows -> any = rows.iterator().next().getBoolean(0))
                .replaceWithVoid();
    }

    /** Deletes peers that no edge node sees any more. */
    @Scheduled(every = "60s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(now.minus(REMEMBERED), now))
                .replaceWithVoid();
    }
}
