package io.bitchat.files.peers;

import io.bitchat.kit.auth.TokenGenerations;
import io.bitchat.kit.event.EventReader;
import io.bitchat.kit.event.IdempotentConsumer;
import io.bitchat.kit.peers.PeerProjection;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Projects the peers topic to the table of known peers. */
@Singleton
class KnownPeersProjection extends PeerProjection {
    KnownPeersProjection(IdempotentConsumer consumer, EventReader reader, TokenGenerations generations, Pool pool) {
        super(consumer, reader, generations, pool);
    }

    @Incoming("peers")
    Uni<Void> project(ConsumerRecords<String, byte[]> records) {
        return consume(records);
    }
}
