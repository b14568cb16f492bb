package io.bitchat.bench.machine;

import io.bitchat.bench.Refused;
import io.bitchat.bench.report.Figure;
import io.bitchat.bench.report.Latencies;
import io.bitchat.bench.report.Report;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Latency from the due time of a record to its receipt by a consumer, 300 records per second on a topic of its own. */
public final class KafkaFloor {
    public static final String P95 = "floor: Kafka produce to consume p95";
    private static final double PER_SECOND = 300;
    private static final int RECORD_BYTES = 400;
    private static final int WARMUP_RECORDS = 300;

    private final String servers;
    private final String topic;
    private final int seconds;

    KafkaFloor(String servers, String topic, int seconds) {
        this.servers = servers;
        this.topic = topic;
        this.seconds = seconds;
    }

    void run(Report report) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers, "request.timeout.ms", "10000"))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
            try {
                Latencies latencies = measure();
                report.add(List.of(
                        Figure.informs("floor: Kafka produce to consume p50", "ms", latencies.percentile(50)),
                        Figure.informs(P95, "ms", latencies.percentile(95))));
            } finally {
                admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new Refused("the floor of Kafka cannot be measured: " + e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Refused("interrupted");
        }
    }

    private Latencies measure() throws ExecutionException, InterruptedException, TimeoutException {
        int total = WARMUP_RECORDS + (int) (PER_SECOND * seconds);
        var assigned = new CompletableFuture<Boolean>();
        var consumed = CompletableFuture.supplyAsync(
                () -> consume(total, assigned),
                task -> Thread.ofPlatform().name("kafka-floor").daemon().start(task));
        CompletableFuture.anyOf(assigned, consumed).get(30, TimeUnit.SECONDS);
        produce(total);
        return consumed.get(30, TimeUnit.SECONDS);
    }

    private void produce(int total) {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers, "acks", "all", "linger.ms", "0");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            long start = System.nanoTime();
            for (int i = 0; i < total; i++) {
                long due = start + (long) (i * TimeUnit.SECONDS.toNanos(1) / PER_SECOND);
                for (long early = due - System.nanoTime(); early > 0; early = due - System.nanoTime()) {
                    LockSupport.parkNanos(early);
                }
                byte[] value = ByteBuffer.allocate(RECORD_BYTES).putLong(due).array();
                producer.send(new ProducerRecord<>(topic, 0, null, value));
            }
            producer.flush();
        }
    }

    private Latencies consume(int total, CompletableFuture<Boolean> assigned) {
        var latencies = new Latencies();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", servers, "fetch.min.bytes", "1", "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partition = List.of(new TopicPartition(topic, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            consumer.position(partition.getFirst(), Duration.ofSeconds(20));
            assigned.complete(true);
            int seen = 0;
            long deadline =
                    System.nanoTime() + Duration.ofSeconds(seconds + 30L).toNanos();
            while (seen < total && System.nanoTime() - deadline < 0) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (seen++ >= WARMUP_RECORDS) {
                        latencies.since(ByteBuffer.wrap(record.value()).getLong());
                    }
                }
            }
        }
        return latencies;
    }
}
