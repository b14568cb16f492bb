package io.bitchat.kit.event;

import io.bitchat.kit.codec.EncodedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The service's only Kafka producer: idempotent, with {@code acks=all}. A record that it cannot deliver in time fails.
 * A caller that needs order must then {@link #renew() renew} the producer, and send all records again from the first
 * that failed. The broker rejects records of the old producer that are still in flight, because the sequence numbers
 * before them are missing.
 */
@ApplicationScoped
public class EventProducer {
    private static final int MAX_QUEUED = 10_000;

    private final String servers;
    private volatile Producer<String, byte[]> producer;
    private final ThreadPoolExecutor sender = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_QUEUED),
            Thread.ofPlatform().daemon().name("event-sender").factory());

    EventProducer(@ConfigProperty(name = "kafka.bootstrap.servers") String servers) {
        this.servers = servers;
        this.producer = create();
    }

    private Producer<String, byte[]> create() {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                        ProducerConfig.ACKS_CONFIG, "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true",
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000",
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "12000",
                        ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, "1000",
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, "5000",
                        ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(8 << 20),
                        ProducerConfig.LINGER_MS_CONFIG, "0"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Drops all records in flight and creates a new producer, after a failure that would break the order. */
    public synchronized void renew() {
        producer.close(Duration.ZERO);
        producer = create();
    }

    /** Sends from a thread that may block; the future completes when the broker has the record. */
    public CompletableFuture<Void> send(EncodedEvent event) {
        return send(record(event));
    }

    /**
     * Sends from any thread without blocking. For records that may be lost because newer ones replace them: the future
     * fails if {@value #MAX_QUEUED} records are waiting already.
     */
    public CompletableFuture<Void> offer(EncodedEvent event) {
        return offer(record(event));
    }

    CompletableFuture<Void> offer(ProducerRecord<String, byte[]> record) {
        try {
            return CompletableFuture.supplyAsync(() -> send(record), sender).thenCompose(sent -> sent);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.failedFuture(full);
        }
    }

    private CompletableFuture<Void> send(ProducerRecord<String, byte[]> record) {
        var done = new CompletableFuture<Void>();
        try {
            producer.send(record, (_, failure) -> settle(done, failure));
        } catch (KafkaException | IllegalStateException refused) { // closed by a renewal in this moment, or interrupted
            done.completeExceptionally(refused);
        }
        return done;
    }

    private static void settle(CompletableFuture<Void> done, @Nullable Exception failure) {
        if (failure == null) done.complete(null);
        else done.completeExceptionally(failure);
    }

    private static ProducerRecord<String, byte[]> record(EncodedEvent event) {
        var record = new ProducerRecord<>(event.topic(), event.key(), event.value());
        event.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    void stop(@Observes ShutdownEvent shutdown) {
        sender.shutdown();
        producer.close(Duration.ofSeconds(2));
    }
}
