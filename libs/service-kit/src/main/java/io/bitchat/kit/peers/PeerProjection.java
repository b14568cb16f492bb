package io.bitchat.kit.peers;

import io.bitchat.contracts.peers.PeerEvent;
import io.bitchat.kit.auth.TokenGenerations;
import io.bitchat.kit.event.BroadcastListener;
import io.bitchat.kit.event.EventReader;
import io.bitchat.kit.event.IdempotentConsumer;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Projection of the peers topic: the table {@code known_peers}, shared by all replicas, and the revoked tokens in the
 * memory of each replica. A service extends it with its columns and the name of its channel.
 */
public abstract class PeerProjection implements BroadcastListener {
    private static final String WRITE = """
            insert into known_peers as k (peer_id, registered, token_generation)
            select * from unnest($1::text[], $2::bool[], $3::bigint[])
                as p (peer_id, registered, token_generation) order by peer_id
            on conflict (peer_id) do update
            set registered = excluded.registered,
                token_generation = greatest(k.token_generation, excluded.token_generation)
            """;

    private static final Duration STARTUP_PATIENCE = Duration.ofSeconds(20);

    private final IdempotentConsumer consumer;
    private final EventReader reader;
    private final TokenGenerations generations;
    private final Pool pool;

    protected PeerProjection(IdempotentConsumer consumer, EventReader reader, TokenGenerations generations, Pool pool) {
        this.consumer = consumer;
        this.reader = reader;
        this.generations = generations;
        this.pool = pool;
    }

    /**
     * Writes the newest state of each peer, in the transaction that is open on the connection. A service whose table has
     * further columns overrides it.
     */
    protected Uni<Void> write(SqlConnection connection, Collection<PeerState> states) {
        var columns = Tuple.of(
                states.stream().map(PeerState::peerId).toArray(String[]::new),
                states.stream().map(PeerState::registered).toArray(Boolean[]::new),
                states.stream().map(PeerState::tokenGeneration).toArray(Long[]::new));
        return connection.preparedQuery(WRITE).execute(columns).replaceWithVoid();
    }

    /** Handles each departure of a peer, even if it has registered again meanwhile; in the same transaction. */
    protected Uni<Void> retired(SqlConnection connection, List<PeerEvent.Retired> peers) {
        return Uni.createFrom().voidItem();
    }

    /** Applies records of the peers topic. */
    protected final Uni<Void> consume(ConsumerRecords<String, byte[]> records) {
        return consumer.consume(PeerEvent.class, records, this::apply);
    }

    /** Loads revocations before the first request, so that revoked tokens stay revoked across a restart. */
    void loadRevocations(@Observes StartupEvent startup) {
        pool.query("select peer_id, token_generation from known_peers where token_generation > 0")
                .execute()
                .await()
                .atMost(STARTUP_PATIENCE)
                .forEach(row -> generations.raise(row.getString(0), row.getLong(1)));
    }

    @Override
    public Set<String> topics() {
        return Set.of(PeerEvent.TOPIC);
    }

    /** Updates this replica's revoked tokens. */
    @Override
    public void heard(ConsumerRecord<String, byte[]> record) {
        reader.peek(PeerEvent.class, record).map(PeerState::after).ifPresent(this::raise);
    }

    private Uni<Void> apply(SqlConnection connection, List<PeerEvent> events) {
        var newest = new LinkedHashMap<String, PeerState>();
        events.forEach(event -> newest.put(event.peerId(), PeerState.after(event)));
        newest.values().forEach(this::raise); // facts from before the broadcast consumer's start
        var retired = events.stream()
                .filter(PeerEvent.Retired.class::isInstance)
                .map(PeerEvent.Retired.class::cast)
                .toList();
        var written = write(connection, newest.values());
        return retired.isEmpty() ? written : written.chain(() -> retired(connection, retired));
    }

    private void raise(PeerState state) {
        generations.raise(state.peerId(), state.tokenGeneration());
    }
}
