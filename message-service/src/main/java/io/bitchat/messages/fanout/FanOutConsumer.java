package io.bitchat.messages.fanout;

import io.bitchat.contracts.groups.GroupMessageEvent;
import io.bitchat.kit.event.IdempotentConsumer;
import io.bitchat.kit.event.Slices;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Stores group messages in the streams of their recipients, and pushes them to open sockets after the commit. */
@ApplicationScoped
class FanOutConsumer {
    private static final int SLICE_BYTES = 192 * 1024;

    private final IdempotentConsumer consumer;
    private final IdempotentConsumer.Effect<GroupMessageEvent, FanOutTransaction.Result> effect;

    FanOutConsumer(IdempotentConsumer consumer, FanOutTransaction transaction, FanOutPush push) {
        this.consumer = consumer;
        this.effect = new IdempotentConsumer.Effect<>(transaction::run, result -> {
            transaction.committed(result);
            push.committed(result);
        });
    }

    /** Consumes one slice after the other, because the order of a group is the order of its records. */
    @Incoming("group-messages")
    Uni<Void> fanOut(ConsumerRecords<String, byte[]> records) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (var slice : Slices.of(records, SLICE_BYTES)) {
            all = all.chain(() -> consumer.consume(GroupMessageEvent.class, slice, effect));
        }
        return all;
    }
}
