package io.bitchat.messages.edge;

import io.bitchat.contracts.transport.InboundEvent;
import io.bitchat.contracts.transport.InboundEvent.Attempted;
import io.bitchat.contracts.transport.InboundEvent.Delivered;
import io.bitchat.contracts.transport.InboundEvent.Received;
import io.bitchat.kit.event.IdempotentConsumer;
import io.bitchat.kit.event.Slices;
import io.bitchat.kit.text.Identifier;
import io.bitchat.messages.edge.Refusals.Refusal;
import io.bitchat.messages.send.CarriedMessages;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Turns what edge nodes report into messages, trace steps and receipts. Messages and receipts are committed by the
 * transactions of their own paths, which may be repeated without harm; an event is noted as consumed after they are on
 * disk.
 */
@ApplicationScoped
class InboundConsumer {
    private static final int SLICE_BYTES = 192 * 1024;
    private static final int MAX_ROUTE = 64;
    private static final Pattern NAME = Pattern.compile(Identifier.REGEX);

    private final IdempotentConsumer consumer;
    private final CarriedMessages messages;
    private final PassedOn passedOn;
    private final IdempotentConsumer.Effect<InboundEvent, List<Refusal>> effect;

    InboundConsumer(IdempotentConsumer consumer, CarriedMessages messages, PassedOn passedOn, Refusals refusals) {
        this.consumer = consumer;
        this.messages = messages;
        this.passedOn = passedOn;
        this.effect = new IdempotentConsumer.Effect<>(this::apply, refusals::note);
    }

    /** Consumes one slice after the other, because the messages of a peer are to stay in order. */
    @Incoming("transport-inbound")
    Uni<Void> consume(ConsumerRecords<String, byte[]> records) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (var slice : Slices.of(records, SLICE_BYTES)) {
            all = all.chain(() -> consumer.consume(InboundEvent.class, slice, effect));
        }
        return all;
    }

    private Uni<List<Refusal>> apply(SqlConnection connection, List<InboundEvent> events) {
        var refusals = new ArrayList<Refusal>();
        var received = new ArrayList<Received>();
        var attempted = new ArrayList<Attempted>();
        var delivered = new ArrayList<Delivered>();
        for (var event : events) {
            switch (event) {
                case InboundEvent wrong
                when !areNames(namesIn(wrong)) ->
                    refusals.add(new Refusal(kindOf(wrong), wrong.messageId(), wrong.peerId(), "invalid"));
                case Received message -> received.add(message);
                case Attempted attempt -> attempted.add(attempt);
                case Delivered delivery -> delivered.add(delivery);
            }
        }
        return messages.store(received)
                .invoke(refused -> refused.forEach(one -> refusals.add(refusal(one))))
                .chain(() -> passedOn.apply(connection, attempted, delivered))
                .invoke(refusals::addAll)
                .replaceWith(refusals);
    }

    private static Refusal refusal(CarriedMessages.Refused refused) {
        var message = refused.message();
        return new Refusal("received", message.messageId(), message.peerId(), refused.reason());
    }

    /** What becomes part of a row; the other texts of a received message are checked like those of a client. */
    private static List<String> namesIn(InboundEvent event) {
        return switch (event) {
            case Received message ->
                Stream.of(message.messageId(), message.node()).toList();
            case Attempted attempt ->
                Stream.of(attempt.messageId(), attempt.node(), attempt.transport(), attempt.reason())
                        .toList();
            case Delivered delivery ->
                delivery.route().isEmpty() || delivery.route().size() > MAX_ROUTE
                        ? List.of("")
                        : Stream.concat(
                                        delivery.route().stream(),
                                        Stream.of(delivery.messageId(), delivery.transport()))
                                .toList();
        };
    }

    private static boolean areNames(List<String> texts) {
        return texts.stream()
                .allMatch(text -> text != null && NAME.matcher(text).matches());
    }

    private static String kindOf(InboundEvent event) {
        return switch (event) {
            case Received _ -> "received";
            case Attempted _ -> "attempted";
            case Delivered _ -> "delivered";
        };
    }
}
