package io.bitchat.groups.peers;

import io.bitchat.contracts.peers.PeerEvent;
import io.bitchat.kit.auth.TokenGenerations;
import io.bitchat.kit.event.EventReader;
import io.bitchat.kit.event.IdempotentConsumer;
import io.bitchat.kit.peers.PeerProjection;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Projects the peers topic onto the table of peers that groups may name. */
@Singleton
class KnownPeersProjection extends PeerProjection {
    /** Records peers without a group too: they may be about to be added to one. */
    private static final String DEPARTED = """
            insert into departures as d (peer_id, at)
            select p.peer_id, max(p.at) from unnest($1::text[], $2::timestamptz[]) as p (peer_id, at)
            group by p.peer_id order by p.peer_id
            on conflict (peer_id) do update set at = greatest(d.at, excluded.at), heard_at = now()
            """;

    KnownPeersProjection(IdempotentConsumer consumer, EventReader reader, TokenGenerations generations, Pool pool) {
        super(consumer, reader, generations, pool);
    }

    @Incoming("peers")
    Uni<Void> project(ConsumerRecords<String, byte[]> records) {
        return consume(records);
    }

    @Override
    protected Uni<Void> retired(SqlConnection connection, List<PeerEvent.Retired> peers) {
        var columns = Tuple.of(
                peers.stream().map(PeerEvent.Retired::peerId).toArray(String[]::new),
                peers.stream().map(peer -> peer.at().atOffset(ZoneOffset.UTC)).toArray(OffsetDateTime[]::new));
        return connection.preparedQuery(DEPARTED).execute(columns).replaceWithVoid();
    }
}
