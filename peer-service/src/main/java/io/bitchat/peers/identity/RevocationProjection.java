package io.bitchat.peers.identity;

import io.bitchat.contracts.peers.PeerEvent;
import io.bitchat.kit.auth.TokenGenerations;
import io.bitchat.kit.event.BroadcastListener;
import io.bitchat.kit.event.EventReader;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Each replica's memory of revoked tokens: loaded from the table at start, then updated by events of all replicas. */
@ApplicationScoped
class RevocationProjection implements BroadcastListener {
    private static final Duration STARTUP_PATIENCE = Duration.ofSeconds(20);

    private final Pool pool;
    private final EventReader reader;
    private final TokenGenerations generations;

    RevocationProjection(Pool pool, EventReader reader, TokenGenerations generations) {
        this.pool = pool;
        this.reader = reader;
        this.generations = generations;
    }

    void load(@Observes StartupEvent startup) {
        pool.query("select peer_id, token_generation from peers where token_generation > 0")
                .execute()
                .await()
                .atMost(STARTUP_PATIENCE)
                .forEach(row -> generations.raise(row.getString(0), row.getLong(1)));
    }

    @Override
    public Set<String> topics() {
        return Set.of(PeerEvent.TOPIC);
    }

    @Override
    public void heard(ConsumerRecord<String, byte[]> record) {
        reader.peek(PeerEvent.class, record).ifPresent(this::raise);
    }

    private void raise(PeerEvent event) {
        switch (event) {
            case PeerEvent.Registered peer -> generations.raise(peer.peerId(), peer.tokenGeneration());
            case PeerEvent.Updated peer -> generations.raise(peer.peerId(), peer.tokenGeneration());
            case PeerEvent.Retired peer -> generations.raise(peer.peerId(), peer.tokenGeneration());
        }
    }
}
