package io.bitchat.peers.trust;

import io.bitchat.contracts.groups.GroupMessageEvent;
import io.bitchat.kit.event.IdempotentConsumer;
import io.bitchat.kit.event.Slices;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Counts group messages: one sent by the author, one received by each other member that it was sent to. The author's
 * activity is announced by the service that it called, because the author may have called another installation.
 */
@ApplicationScoped
class GroupMessageProjection {
    /** Larger than the slices that message-service stores: messages to the same members update the same rows. */
    private static final int SLICE_BYTES = 512 * 1024;

    private final IdempotentConsumer consumer;
    private final TallyTable table;

    GroupMessageProjection(IdempotentConsumer consumer, TallyTable table) {
        this.consumer = consumer;
        this.table = table;
    }

    @Incoming("group-messages")
    Uni<Void> project(ConsumerRecords<String, byte[]> records) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (var slice : Slices.of(records, SLICE_BYTES)) {
            all = all.chain(() -> consumer.consume(GroupMessageEvent.class, slice, this::apply));
        }
        return all;
    }

    private Uni<Void> apply(SqlConnection connection, List<GroupMessageEvent> events) {
        var tallies = new Tallies();
        for (var event : events) {
            switch (event) {
                case GroupMessageEvent.Delivered message -> {
                    tallies.sent(message.fromPeerId());
                    for (var recipient : message.recipients()) {
                        if (!recipient.equals(message.fromPeerId())) tallies.received(recipient);
                    }
                }
            }
        }
        return table.add(connection, tallies);
    }
}
