package io.bitchat.peers.presence;

import io.bitchat.contracts.presence.PresenceEvent;
import io.bitchat.kit.commit.Transactions;
import io.bitchat.kit.outbox.Outbox;
import io.bitchat.kit.trace.TraceContext;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Grants and ends the leases of this service; leases of sockets arrive as events. */
@ApplicationScoped
public class Leases {
    /** Source of the leases granted here. */
    static final String API = "api";

    /** Sources that stand for a call to a service, as opposed to an open socket. */
    static final Set<String> CALLS = Set.of(API, "call");

    private static final String GRANT = """
            insert into presence_leases (peer_id, source, expires_at) values ($1, 'api', $2)
            on conflict (peer_id, source) do update set expires_at = excluded.expires_at
            """;
    private static final String END = "delete from presence_leases where peer_id = $1 returning source";
    private static final String SEEN =
            "update peers set last_seen = greatest(last_seen, $2), is_online = true where peer_id = $1";
    private static final String OFFLINE =
            "update peers set last_seen = greatest(last_seen, $2), is_online = false where peer_id = $1";

    private static final String LOCK =
            "select peer_id from peers where peer_id = any($1) order by peer_id for no key update";

    /** Sets the column from the leases. */
    private static final String REFRESH = """
            update peers p
            set is_online = exists (
                select 1 from presence_leases l where l.peer_id = p.peer_id and l.expires_at > $2)
            where p.peer_id = any($1)
            """;

    private final Transactions transactions;
    private final Outbox outbox;
    private final PresenceConfig config;
    private final InstantSource clock;

    Leases(Transactions transactions, Outbox outbox, PresenceConfig config, InstantSource clock) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.config = config;
        this.clock = clock;
    }

    /** Grants a lease to a peer that called. Returns false if there is no such peer. */
    public Uni<Boolean> grant(String peerId, TraceContext trace) {
        var now = now();
        var until = now.plus(config.callLease());
        var event = new PresenceEvent.CameOnline(peerId, now, API, until);
        return transactions.run(connection -> connection
                .preparedQuery(SEEN)
                .execute(Tuple.of(peerId, utc(now)))
                .flatMap(rows -> rows.rowCount() == 0
                        ? Uni.createFrom().item(false)
                        : connection
                                .preparedQuery(GRANT)
                                .execute(Tuple.of(peerId, utc(until)))
                                .chain(() -> outbox.append(connection, List.of(new Outbox.Entry(event, trace))))
                                .replaceWith(true)));
    }

    /**
     * Ends all leases of a peer that wants to be shown as away, whatever their source. Returns false if there is no
     * such peer.
     */
    Uni<Boolean> end(String peerId, TraceContext trace) {
        var now = now();
        return transactions.run(connection -> connection
                .preparedQuery(OFFLINE)
                .execute(Tuple.of(peerId, utc(now)))
                .flatMap(rows -> rows.rowCount() == 0
                        ? Uni.createFrom().item(false)
                        : connection
                                .preparedQuery(END)
                                .execute(Tuple.of(peerId))
                                .map(ended -> StreamSupport.stream(ended.spliterator(), false)
                                        .map(row -> new PresenceEvent.WentOffline(
                                                peerId, now, row.getString(0), PresenceEvent.WentOffline.SAID_SO))
                                        .map(event -> new Outbox.Entry(event, trace))
                                        .toList())
                                .flatMap(events -> outbox.append(connection, events))
                                .replaceWith(true)));
    }

    /**
     * Locks these peers, in ascending order. Every change of leases must do this first: a grant locks its peer before
     * its lease, and the reverse order could deadlock.
     */
    Uni<Void> lock(SqlConnection connection, Collection<String> peerIds) {
        return connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(peerIds.toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** Sets {@code is_online} of these peers from their leases; the caller must have locked them. */
    Uni<Void> refresh(SqlConnection connection, Collection<String> peerIds) {
        return connection
                .preparedQuery(REFRESH)
                .execute(Tuple.of(peerIds.toArray(String[]::new), utc(now())))
                .replaceWithVoid();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
