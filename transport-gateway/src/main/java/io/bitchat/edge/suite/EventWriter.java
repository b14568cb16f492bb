package io.bitchat.edge.suite;

import io.bitchat.kit.codec.EncodedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
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
import org.jspecify.annotations.Nullable;

/** Writes events, in the order of the calls. Calls return at once; when too much waits they fail. */
final class EventWriter implements AutoCloseable {
    private static final int MAX_QUEUED = 20_000;
    /** Room that is kept for messages: a node that tells of peers without end does not stop those of others. */
    private static final int KEPT_FOR_MESSAGES = 10_000;

    private final String servers;
    private final Object renewing = new Object();
    private volatile Run run = new Run();
    /** The producer may block, for example until it knows the partitions. */
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_QUEUED),
            Thread.ofPlatform().daemon().name("edge-event-writer").factory());

    /** A producer, until it has failed to write something; events that were given to it then fail with it. */
    private static final class Run {
        final Set<CompletableFuture<Void>> waiting = ConcurrentHashMap.newKeySet();
        /** Made for the first event, by the thread of the writer; that fails while no name of a server is known. */
        volatile @Nullable Producer<String, byte[]> producer;

        void close(Duration time) {
            var made = producer;
            if (made != null) made.close(time);
        }
    }

    EventWriter(String servers) {
        this.servers = servers;
    }

    private Producer<String, byte[]> producerOf(Run current) {
        var made = current.producer;
        if (made == null) {
            made = begin();
            current.producer = made;
        }
        return made;
    }

    private Producer<String, byte[]> begin() {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                        ProducerConfig.ACKS_CONFIG, "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true",
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000",
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "12000",
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, "5000",
                        ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(8 << 20),
                        ProducerConfig.LINGER_MS_CONFIG, "0"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /**
     * Completes when the broker has it; fails if it does not within twelve seconds. When one fails, all that were given
     * after it fail as well, so that those of one key stay in order if they are given again from the first that failed.
     */
    CompletableFuture<Void> write(EncodedEvent event) {
        var current = run;
        var done = new CompletableFuture<Void>();
        current.waiting.add(done);
        done.whenComplete((_, _) -> current.waiting.remove(done));
        try {
            thread.execute(() -> send(current, event, done));
        } catch (RejectedExecutionException full) {
            done.completeExceptionally(full);
        }
        return done;
    }

    /** Writes an event that will be said again if it is lost; it fails earlier than others when too much waits. */
    CompletableFuture<Void> writeFact(EncodedEvent event) {
        return thread.getQueue().remainingCapacity() > KEPT_FOR_MESSAGES
                ? write(event)
                : CompletableFuture.failedFuture(new RejectedExecutionException("too many facts wait"));
    }

    private void send(Run current, EncodedEvent event, CompletableFuture<Void> done) {
        if (done.isDone()) return;
        var record = new ProducerRecord<>(event.topic(), event.key(), event.value());
        event.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try {
            producerOf(current).send(record, (_, failure) -> {
                if (failure == null) done.complete(null);
                else failed(current, failure);
            });
        } catch (KafkaException | IllegalStateException refused) {
            failed(current, refused);
        }
    }

    /**
     * Begins anew. The broker refuses what the old producer has in flight, because the sequence numbers before it are
     * missing (KIP-98, idempotent producer).
     */
    private void failed(Run broken, Exception failure) {
        synchronized (renewing) {
            if (run == broken) {
                run = new Run();
                broken.close(Duration.ZERO);
            }
        }
        List.copyOf(broken.waiting).forEach(one -> one.completeExceptionally(failure));
    }

    @Override
    public void close() {
        thread.shutdown();
        run.close(Duration.ofSeconds(2));
    }
}
