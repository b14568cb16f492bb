package io.bitchat.kit.event;

import io.bitchat.contracts.Event;
import io.bitchat.kit.codec.EventCodec;
import io.bitchat.kit.trace.TraceContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;

/** Publishes facts without the outbox. Only for facts that newer ones replace, since a fact may get lost. */
@ApplicationScoped
public class TransientEvents {
    private final EventCodec codec;
    private final EventProducer producer;

    TransientEvents(EventCodec codec, EventProducer producer) {
        this.codec = codec;
        this.producer = producer;
    }

    /** Publishes from any thread without blocking. The future fails if the fact is lost. */
    public CompletableFuture<Void> publish(Event event) {
        return producer.offer(codec.encode(event, TraceContext.start()));
    }
}
