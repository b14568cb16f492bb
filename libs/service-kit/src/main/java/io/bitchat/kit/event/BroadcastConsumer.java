package io.bitchat.kit.event;

import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics from shortly before the start of the process, for the {@linkplain BroadcastListener listeners} of this
 * replica. Assigns itself all partitions and keeps its offsets in memory. There is no group to join and nothing to
 * commit, so it starts and stops at once. One consumer on one thread reads all topics.
 */
@ApplicationScoped
class BroadcastConsumer {
    /**
     * Records from this time before the start are read as well, because the tables read at the start may have lagged
     * that far.
     */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration NEW_PARTITIONS = Duration.ofMinutes(1);
    private static final Duration CLOSE = Duration.ofMillis(500);
    private static final int PAUSE_MS = 1_000;

    private final Map<String, List<BroadcastListener>> listeners;
    private final String servers;
    private final Instant from;
    private final Map<TopicPartition, Long> places = new HashMap<>();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("broadcast-consumer").unstarted(this::runUntilStopped);
    private volatile @Nullable Consumer<String, byte[]> open;
    private volatile boolean stopped;

    BroadcastConsumer(
            @All List<BroadcastListener> listeners,
            @ConfigProperty(name = "kafka.bootstrap.servers") String servers,
            InstantSource clock) {
        this.listeners = listeners.stream()
                .flatMap(listener -> listener.topics().stream())
                .distinct()
                .collect(Collectors.toMap(Function.identity(), topic -> listeners.stream()
                        .filter(listener -> listener.topics().contains(topic))
                        .toList()));
        this.servers = servers;
        this.from = clock.instant().minus(OVERLAP);
    }

    void start(@Observes StartupEvent startup) {
        if (!listeners.isEmpty()) thread.start();
    }

    void stop(@Observes ShutdownEvent shutdown) throws InterruptedException {
        stopped = true;
        var consumer = open;
        if (consumer != null) consumer.wakeup();
        thread.join(CLOSE.multipliedBy(2));
    }

    private void runUntilStopped() {
        while (!stopped) {
            var consumer = open();
            open = consumer;
            try {
                follow(consumer);
            } catch (WakeupException _) {
                // stop() was called; the loop ends by its condition
            } catch (KafkaException failure) {
                Log.warnf("topics cannot be read, retrying topics=%s cause=%s", listeners.keySet(), failure);
                pause();
            } finally {
                open = null;
                consumer.close(CloseOptions.timeout(CLOSE));
            }
        }
    }

    private Consumer<String, byte[]> open() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000",
                        ConsumerConfig.METADATA_MAX_AGE_CONFIG, "60000"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private void follow(Consumer<String, byte[]> consumer) {
        while (!stopped) {
            assign(consumer);
            long until = System.nanoTime() + NEW_PARTITIONS.toNanos();
            while (!stopped && System.nanoTime() < until) {
                for (var record : consumer.poll(POLL)) {
                    hear(record);
                    places.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
                }
            }
        }
    }

    /** Assigns all partitions, each at its offset. A new partition starts at its first record since {@code from}. */
    private void assign(Consumer<String, byte[]> consumer) {
        var partitions = new ArrayList<TopicPartition>();
        for (var topic : listeners.keySet()) {
            consumer.partitionsFor(topic)
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        if (consumer.assignment().size() == partitions.size()) return;
        consumer.assign(partitions);
        var unknown = partitions.stream()
                .filter(partition -> !places.containsKey(partition))
                .collect(Collectors.toMap(Function.identity(), _ -> from.toEpochMilli()));
        var ends = consumer.endOffsets(unknown.keySet());
        consumer.offsetsForTimes(unknown)
                .forEach((partition, found) ->
                        places.put(partition, found == null ? ends.getOrDefault(partition, 0L) : found.offset()));
        partitions.forEach(partition -> consumer.seek(partition, places.getOrDefault(partition, 0L)));
    }

    private void hear(ConsumerRecord<String, byte[]> record) {
        for (var listener : listeners.getOrDefault(record.topic(), List.of())) {
            try {
                listener.heard(record);
            } catch (RuntimeException failure) {
                Log.warnf(
                        failure,
                        "record skipped, its listener failed topic=%s partition=%d offset=%d",
                        record.topic(),
                        record.partition(),
                        record.offset());
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(PAUSE_MS / 2, PAUSE_MS + 1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
