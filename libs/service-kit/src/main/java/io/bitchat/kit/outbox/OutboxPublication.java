package io.bitchat.kit.outbox;

import io.bitchat.contracts.EventHeaders;
import io.bitchat.kit.event.DeadLetters;
import io.bitchat.kit.event.EncodedEvent;
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

/** Hands a batch of stored events to Kafka. May block: for the relay's thread. */
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
     * Ends when the broker has all of the batch, or fails, and then nothing of it may be taken as sent. What the broker will
     * never take is told of in a dead letter, and answered with the reason: it must not stop what is behind it.
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
            // a later event must not overtake one that may still be sent
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

    /** Whether the record itself is what the broker does not take, so that neither time nor an operator changes it. */
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
