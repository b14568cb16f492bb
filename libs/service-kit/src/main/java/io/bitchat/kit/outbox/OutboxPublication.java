package io.bitchat.kit.outbox;

import io.bitchat.contracts.EventHeaders;
import io.bitchat.kit.codec.EncodedEvent;
import io.bitchat.kit.event.DeadLetters;
import io.bitchat.kit.event.EventProducer;
import io.bitchat.kit.outbox.OutboxTable.Stored;
import io.bitchat.kit.trace.Spans;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Publishes a batch of stored events to Kafka. May block; runs on the relay's thread. */
@ApplicationScoped
class OutboxPublication {
    private final EventProducer producer;
    private final DeadLetters deadLetters;
    private final Spans spans;
    private final InstantSource clock;

    OutboxPublication(EventProducer producer, DeadLetters deadLetters, Spans spans, InstantSource clock) {
        this.producer = producer;
        this.deadLetters = deadLetters;
        this.spans = spans;
        this.clock = clock;
    }

    /**
     * Returns when the broker has the whole batch. If it throws, no event of the batch counts as sent. An event that
     * the broker will never accept gets a dead letter and is returned with the reason, so that it does not block the
     * events behind it.
     */
    Map<Stored, String> publish(List<Stored> batch) throws InterruptedException, ExecutionException {
        var start = clock.instant();
        try {
            var refused = refused(sent(batch));
            for (var one : refused.entrySet())
                deadLetters.refused(one.getKey().event(), one.getValue()).get();
            if (spans.areWanted()) batch.forEach(stored -> record(stored.event(), start));
            return refused;
        } catch (ExecutionException failure) {
            producer.renew();
            throw failure;
        }
    }

    private Map<Stored, CompletableFuture<Void>> sent(List<Stored> batch)
            throws InterruptedException, ExecutionException {
        var sent = new LinkedHashMap<Stored, CompletableFuture<Void>>();
        for (var stored : batch) {
            var one = producer.send(stored.event());
            // a later event must not overtake an earlier one that may still be sent
            if (one.isCompletedExceptionally() && !isFinal(one.exceptionNow())) one.get();
            sent.put(stored, one);
        }
        return sent;
    }

    private static Map<Stored, String> refused(Map<Stored, CompletableFuture<Void>> sent)
            throws InterruptedException, ExecutionException {
        var refused = new LinkedHashMap<Stored, String>();
        for (var one : sent.entrySet()) {
            try {
                one.getValue().get();
            } catch (ExecutionException failure) {
                if (!isFinal(failure.getCause())) throw failure;
                refused.put(one.getKey(), String.valueOf(failure.getCause()));
            }
        }
        return refused;
    }

    /** Whether the broker rejects the record itself, so that neither a retry nor an operator can help. */
    private static boolean isFinal(@Nullable Throwable failure) {
        return failure instanceof RecordTooLargeException
                || failure instanceof InvalidRecordException
                || failure instanceof InvalidTimestampException
                || failure instanceof SerializationException;
    }

    private void record(EncodedEvent event, Instant start) {
        spans.published(event.headers().get(EventHeaders.TRACE_PARENT), event.topic(), start);
    }
}
