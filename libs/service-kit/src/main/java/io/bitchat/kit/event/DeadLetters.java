package io.bitchat.kit.event;

import io.bitchat.contracts.DeadLetter;
import io.bitchat.contracts.Topic;
import io.bitchat.kit.codec.EncodedEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Publishes records that a consumer cannot read as dead letters, so that the consumer can continue. */
@ApplicationScoped
public class DeadLetters {
    private final EventProducer producer;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final String consumer;

    DeadLetters(
            EventProducer producer,
            MeterRegistry metrics,
            InstantSource clock,
            @ConfigProperty(name = "quarkus.application.name") String consumer) {
        this.producer = producer;
        this.metrics = metrics;
        this.clock = clock;
        this.consumer = consumer;
    }

    /** Counters exist from the start, at 0: else a monitor misses the first dead letter, since it sees no increase. */
    void start(@Observes StartupEvent startup) {
        for (var topic : Topic.ALL) {
            buried(topic.name());
            refused(topic.name());
        }
    }

    private Counter buried(String topic) {
        return metrics.counter("bitchat.dead.letters", "topic", topic);
    }

    private Counter refused(String topic) {
        return metrics.counter("bitchat.outbox.refused", "topic", topic);
    }

    /** Publishes a dead letter. Completes when the broker has it; only then may the consumer skip the record. */
    public CompletableFuture<Void> bury(ConsumerRecord<String, byte[]> record, String reason) {
        Log.warnf(
                "record sent to dead letters topic=%s partition=%d offset=%d reason=%s",
                record.topic(), record.partition(), record.offset(), reason);
        buried(record.topic()).increment();
        var letter = new ProducerRecord<>(DeadLetter.TOPIC, record.topic(), record.value());
        record.headers().forEach(letter.headers()::add);
        header(letter, DeadLetter.REASON, reason);
        header(letter, DeadLetter.SOURCE_TOPIC, record.topic());
        header(letter, DeadLetter.PARTITION, Integer.toString(record.partition()));
        header(letter, DeadLetter.OFFSET, Long.toString(record.offset()));
        header(letter, DeadLetter.CONSUMER, consumer);
        header(letter, DeadLetter.AT, clock.instant().toString());
        return producer.offer(letter);
    }

    /**
     * Publishes a dead letter for an event that Kafka will never accept. The letter has the event's headers but no
     * value, since the value may be the reason. The event stays in the table {@code outbox_refused}.
     */
    public CompletableFuture<Void> refused(EncodedEvent event, String reason) {
        Log.errorf(
                "event rejected by Kafka, kept in outbox_refused topic=%s key=%s bytes=%d reason=%s",
                event.topic(), event.key(), event.value().length, reason);
        refused(event.topic()).increment();
        var letter = new ProducerRecord<String, byte[]>(DeadLetter.TOPIC, event.topic(), null);
        event.headers().forEach((name, value) -> header(letter, name, value));
        header(letter, DeadLetter.REASON, reason);
        header(letter, DeadLetter.SOURCE_TOPIC, event.topic());
        header(letter, DeadLetter.CONSUMER, consumer);
        header(letter, DeadLetter.AT, clock.instant().toString());
        return producer.offer(letter);
    }

    private static void header(ProducerRecord<String, byte[]> letter, String name, String value) {
        letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
