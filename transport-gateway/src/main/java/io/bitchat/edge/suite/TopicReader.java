package io.bitchat.edge.suite;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one topic on a thread of its own, until it is closed; an outage of the broker makes it wait. */
final class TopicReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE = Duration.ofMillis(500);
    private static final int PAUSE_MS = 1_000;

    private final Setup setup;
    private final Handler handler;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Consumer<String, byte[]> open;
    private volatile boolean stopped;

    /**
     * What is read.
     *
     * @param group with which places are kept, from now on at first; empty to read the whole topic after each start
     */
    record Setup(String servers, String topic, Optional<String> group) {}

    /** Takes each record. */
    interface Handler {
        /** May block; nothing is read meanwhile. */
        void take(ConsumerRecord<String, byte[]> record) throws InterruptedException;
    }

    TopicReader(Setup setup, Handler handler) {
        this.setup = setup;
        this.handler = handler;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("edge-reader-" + setup.topic())
                .unstarted(this::runUntilStopped);
    }

    void start() {
        thread.start();
    }

    private void runUntilStopped() {
        try {
            while (!stopped) runOnce();
        } catch (InterruptedException | InterruptException _) {
            LOG.debug("stopped while records waited topic={}", setup.topic());
        }
    }

    /** Reads until the broker fails; then a pause. */
    private void runOnce() throws InterruptedException {
        try {
            open = open();
            follow(open);
        } catch (WakeupException _) {
            // close() was called; the loop ends by its condition
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException failure) {
            LOG.warn("a topic cannot be read, retrying topic={} cause={}", setup.topic(), failure.toString());
            Thread.sleep(ThreadLocalRandom.current().nextInt(PAUSE_MS / 2, PAUSE_MS + 1));
        } finally {
            var consumer = open;
            open = null;
            if (consumer != null) consumer.close(CloseOptions.timeout(CLOSE));
        }
    }

    private void follow(Consumer<String, byte[]> consumer) throws InterruptedException {
        begin(consumer);
        var ends =
                setup.group().isPresent() ? Map.<TopicPartition, Long>of() : consumer.endOffsets(consumer.assignment());
        while (!stopped) {
            for (var record : consumer.poll(POLL)) take(record);
            if (caughtUp.getCount() > 0 && hasReached(consumer, ends)) caughtUp.countDown();
        }
    }

    private static boolean hasReached(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Waits until what was in the topic at the start is read. False if that takes longer. */
    boolean awaitCaughtUp(Duration time) throws InterruptedException {
        return caughtUp.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One record that nobody foresaw does not end the reading of all others. */
    private void take(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        try {
            handler.take(record);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error(
                    "a bug: a record is skipped topic={} partition={} offset={}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e);
        }
    }

    private void begin(Consumer<String, byte[]> consumer) {
        if (setup.group().isPresent()) {
            consumer.subscribe(List.of(setup.topic()));
            return;
        }
        var partitions = consumer.partitionsFor(setup.topic()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        // nothing to poll would be an error of another kind
        if (partitions.isEmpty()) throw new KafkaException("the topic does not exist yet");
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    private Consumer<String, byte[]> open() {
        var config = new HashMap<String, Object>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                setup.servers(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                setup.group().isPresent() ? "latest" : "earliest",
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                "1000",
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                "10000",
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                Integer.toString(4 << 20),
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                Integer.toString(1 << 20)));
        setup.group()
                .ifPresentOrElse(
                        group -> config.put(ConsumerConfig.GROUP_ID_CONFIG, group),
                        () -> config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false"));
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        stopped = true;
        var consumer = open;
        if (consumer != null) consumer.wakeup();
        try {
            // an interrupt would keep it from leaving its group
            if (thread.isAlive() && !thread.join(CLOSE.multipliedBy(3))) thread.interrupt();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
