package io.bitchat.peers.trust;

import io.bitchat.contracts.messages.MessageEvent;
import io.bitchat.kit.event.IdempotentConsumer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Counts messages between two peers, and delivered ones as good marks of their senders. */
@ApplicationScoped
class MessageProjection {
    private final IdempotentConsumer consumer;
    private final TallyTable table;

    MessageProjection(IdempotentConsumer consumer, TallyTable table) {
        this.consumer = consumer;
        this.table = table;
    }

    @Incoming("messages")
    Uni<Void> project(ConsumerRecords<String, byte[]> records) {
        return consumer.consume(MessageEvent.class, records, this::apply);
    }

    private Uni<Void> apply(SqlConnection connection, List<MessageEvent> events) {
        var tallies = new Tallies();
        for (var event : events) {
            switch (event) {
                case MessageEvent.Sent sent -> {
                    tallies.sent(sent.fromPeerId());
                    tallies.active(sent.fromPeerId(), sent.at());
                    tallies.received(sent.toPeerId());
                }
                case MessageEvent.Delivered delivered -> tallies.marked(delivered.fromPeerId(), 1, 0);
                case MessageEvent.Read _, MessageEvent.Failed _ -> {}
            }
        }
        return table.add(connection, tallies);
    }
}
