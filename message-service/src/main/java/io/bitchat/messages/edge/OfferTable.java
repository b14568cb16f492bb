package io.bitchat.messages.edge;

import io.bitchat.contracts.transport.OutboundEvent.Offered;
import io.bitchat.kit.vault.ContentVault;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * SQL statements of the offers. The row of a peer in {@code edge_peers} says up to which place its messages were
 * offered in this round; a new round begins at place 0.
 */
@ApplicationScoped
class OfferTable {
    private static final int PEERS = 100;
    private static final int PER_PEER = 100;
    private static final int MESSAGES = 500;
    private static final int BYTES = 256 << 10;

    /** The lock makes one replica at a time offer the messages of a peer, so that they are offered in order. */
    private static final String DUE = """
            select e.peer_id
            from edge_peers e
            where exists (select 1 from presence_leases l
                          where l.peer_id = e.peer_id and l.source like 'edge:%' and l.expires_at > $1)
              and not exists (select 1 from presence_leases l
                              where l.peer_id = e.peer_id and l.source like 'socket:%' and l.expires_at > $1)
              and (select true from undelivered u
                   where u.peer_id = e.peer_id and u.expires_at > $1
                     and u.position > case when e.round_at <= $2 then 0 else e.offered end
                   limit 1)
            order by e.peer_id
            limit $3
            for no key update of e skip locked
            """;

    /** Selects the first messages of each peer, until their content reaches a number of bytes; always the first one. */
    private static final String WAITING = """
            select peer_id, position, message_id, from_peer_id, content, encryption_algorithm, nonce, sent_at,
                   expires_at, available
            from (
                select w.*, count(*) over () as available, sum(octet_length(w.content)) over (
                    order by w.peer_id, w.position rows between unbounded preceding and 1 preceding) as before
                from (
                    select u.peer_id, u.position, u.message_id, u.expires_at, m.from_peer_id, m.content,
                           m.encryption_algorithm, m.nonce, m.sent_at
                    from edge_peers e
                    cross join lateral (
                        select * from undelivered u
                        where u.peer_id = e.peer_id and u.expires_at > $2
                          and u.position > case when e.round_at <= $3 then 0 else e.offered end
                        order by u.position
                        limit $4) u
                    join messages m on m.message_id = u.message_id
                    where e.peer_id = any($1)) as w) as counted
            where before is null or before < $5
            order by peer_id, position
            limit $6
            """;

    private static final String MARK = """
            update edge_peers e
            set offered = o.position, round_at = case when e.round_at <= $4 then $3 else e.round_at end
            from unnest($1::text[], $2::bigint[]) as o (peer_id, position)
            where e.peer_id = o.peer_id
            """;

    private final ContentVault vault;
    private final Duration again;

    OfferTable(ContentVault vault, EdgeConfig config) {
        this.vault = vault;
        this.again = config.offerAgain();
    }

    /**
     * Messages to offer.
     *
     * @param offers the messages of each peer in the order of their places
     * @param places the place of the last message of each peer
     * @param more whether more messages may wait
     */
    record Batch(List<Offered> offers, Map<String, Long> places, boolean more) {
        static final Batch EMPTY = new Batch(List.of(), Map.of(), false);
    }

    /** Locks the peers that messages wait for, and reads the first of these. */
    Uni<Batch> next(SqlConnection connection, Instant now) {
        return connection
                .preparedQuery(DUE)
                .execute(Tuple.of(utc(now), utc(now.minus(again)), PEERS))
                .flatMap(rows -> {
                    var peers = new ArrayList<String>(rows.size());
                    rows.forEach(row -> peers.add(row.getString(0)));
                    return peers.isEmpty() ? Uni.createFrom().item(Batch.EMPTY) : waiting(connection, peers, now);
                });
    }

    private Uni<Batch> waiting(SqlConnection connection, List<String> peers, Instant now) {
        var parameters = Tuple.of(
                peers.toArray(String[]::new), utc(now), utc(now.minus(again)), PER_PEER, (long) BYTES, MESSAGES);
        return connection.preparedQuery(WAITING).execute(parameters).map(rows -> {
            var offers = new ArrayList<Offered>(rows.size());
            var places = new HashMap<String, Long>();
            long available = 0;
            for (Row row : rows) {
                offers.add(offer(row, now));
                places.put(row.getString(0), row.getLong(1));
                available = row.getLong(9);
            }
            return new Batch(offers, places, offers.size() >= PER_PEER || available > offers.size());
        });
    }

    private Offered offer(Row row, Instant now) {
        var messageId = row.getString(2);
        return new Offered(
                messageId,
                now,
                row.getString(0),
                row.getString(3),
                vault.open(messageId, row.getString(4)),
                row.getString(5),
                row.getString(6),
                row.getOffsetDateTime(7).toInstant(),
                row.getOffsetDateTime(8).toInstant());
    }

    /** Notes up to which place the messages of each peer are offered. */
    Uni<Void> mark(SqlConnection connection, Map<String, Long> places, Instant now) {
        var columns = Tuple.of(
                places.keySet().toArray(String[]::new),
                places.values().toArray(Long[]::new),
                utc(now),
                utc(now.minus(again)));
        return connection.preparedQuery(MARK).execute(columns).replaceWithVoid();
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
