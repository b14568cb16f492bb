package io.bitchat.files.peers;

import io.bitchat.kit.auth.TokenGenerations;
import io.bitchat.kit.event.EventReader;
import io.bitchat.kit.event.IdempotentConsumer;
import io.bitchat.kit.peers.PeerProjection;
import io.bitchat.kit.peers.PeerState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Projects the peers topic to the table of known peers. */
@Singleton
class KnownPeersProjection extends PeerProjection {
    private static final String WRITE = """
            insert into known_peers as k (peer_id, registered, token_generation)
            select * from unnest($1::text[], $2::bool[], $3::bigint[])
                as p (peer_id, registered, token_generation) order by peer_id
            on conflict (peer_id) do update
            set registered = excluded.registered,
                token_generation = greatest(k.token_generation, excluded.token_generation)
            """;

    KnownPeersProjection(IdempotentConsumer consumer, EventReader reader, TokenGenerations generations, Pool pool) {
        super(consumer, reader, generations, pool);
    }

    @Incoming("peers")
    Uni<Void> project(ConsumerRecords<String, byte[]> records) {
        return consume(records);
    }

    @Override
    protected Uni<Void> write(SqlConnection connection, Collection<PeerState> states) {
        var columns = Tuple.of(
                states.stream().map(PeerState::peerId).toArray(String[]::new),
                states.stream().map(PeerState::registered).toArray(Boolean[]::new),
                states.stream().map(PeerState::tokenGeneration).toArray(Long[]::new));
        return connection.preparedQuery(WRITE).execute(columns).replaceWithVoid();
    }
}
