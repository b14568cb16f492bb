package io.bitchat.groups.peers;

import io.bitchat.contracts.peers.PeerEvent;
import io.bitchat.kit.auth.TokenGenerations;
import io.bitchat.kit.event.EventReader;
import io.bitchat.kit.event.IdempotentConsumer;
import io.bitchat.kit.event.TailListener;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Keeps this service's picture of peers up to date from the peers topic. */
@ApplicationScoped
class PeerProjection implements TailListener {
    private static final Duration STARTUP_PATIENCE = Duration.ofSeconds(20);
    private static final String APPLY = """
            insert into known_peers as k (peer_id, registered, token_generation)
            select * from unnest($1::text[], $2::bool[], $3::bigint[])
                as p (peer_id, registered, token_generation) order by peer_id
            on conflict (peer_id) do update
            set registered = excluded.registered,
                token_generation = greatest(k.token_generation, excluded.token_generation)
            """;

    private final IdempotentConsumer consumer;
    private final EventReader reader;
    private final TokenGenerations generations;
    private final Pool pool;

    PeerProjection(IdempotentConsumer consumer, EventReader reader, TokenGenerations generations, Pool pool) {
        this.consumer = consumer;
        this.reader = reader;
        this.generations = generations;
        this.pool = pool;
    }

    private record State(String peerId, boolean registered, long tokenGeneration) {
        static State of(PeerEvent event) {
            return switch (event) {
                case PeerEvent.Registered peer -> new State(peer.peerId(), true, peer.tokenGeneration());
                case PeerEvent.Updated peer -> new State(peer.peerId(), true, peer.tokenGeneration());
                case PeerEvent.Retired peer -> new State(peer.peerId(), false, peer.tokenGeneration());
            };
        }
    }

    /** Before the first request: tokens that were revoked stay revoked across a restart. */
    void loadRevocations(@Observes StartupEvent startup) {
        pool.query("select peer_id, token_generation from known_peers where token_generation > 0")
                .execute()
                .await()
                .atMost(STARTUP_PATIENCE)
                .forEach(row -> generations.raise(row.getString(0), row.getLong(1)));
    }

    /** Shared by all replicas: the table. */
    @Incoming("peers")
    Uni<Void> project(ConsumerRecords<String, byte[]> records) {
        return consumer.consume(PeerEvent.class, records, this::apply);
    }

    @Override
    public Set<String> topics() {
        return Set.of(PeerEvent.TOPIC);
    }

    /** Heard by each replica: its own memory of revoked tokens. */
    @Override
    public void heard(ConsumerRecord<String, byte[]> record) {
        reader.peek(PeerEvent.class, record).map(State::of).ifPresent(this::raise);
    }

    private void raise(State state) {
        generations.raise(state.peerId(), state.tokenGeneration());
    }

    private Uni<Void> apply(SqlConnection connection, List<PeerEvent> events) {
        var newest = new LinkedHashMap<String, State>();
        events.forEach(event -> newest.put(event.peerId(), State.of(event)));
        var states = newest.values();
        states.forEach(this::raise); // what the tail began too late for
        var columns = Tuple.of(
                states.stream().map(State::peerId).toArray(String[]::new),
                states.stream().map(State::registered).toArray(Boolean[]::new),
                states.stream().map(State::tokenGeneration).toArray(Long[]::new));
        return connection.preparedQuery(APPLY).execute(columns).replaceWithVoid();
    }
}
