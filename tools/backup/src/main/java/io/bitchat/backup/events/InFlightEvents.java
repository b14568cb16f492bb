package io.bitchat.backup.events;

import io.bitchat.contracts.EventHeaders;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The events that were published before the snapshot, but perhaps not consumed: their outbox rows are gone, and the
 * tables of their consumers do not have them yet. Those that were consumed are recognised by their ids, so too many do
 * no harm.
 */
public final class InFlightEvents implements AutoCloseable {
    private static final List<String> CONSUMERS =
            List.of("peer-service", "message-service", "group-gossip-service", "file-service");
    /** Read in any case, because a consumer may have committed an offset for none of its records. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final int PATIENCE_SECONDS = 10;
    private static final int PATIENCE_MILLIS = 10_000;

    private final Map<String, Object> settings;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<TopicPartition, Long> from = new HashMap<>();

    /** Asks how far consumers are. Made before the snapshot: what they had consumed then is in it. */
    public InFlightEvents(String servers) throws ExecutionException, InterruptedException, TimeoutException {
        settings = Map.of(
                "bootstrap.servers",
                servers,
                "enable.auto.commit",
                false,
                "request.timeout.ms",
                PATIENCE_MILLIS / 2,
                "default.api.timeout.ms",
                PATIENCE_MILLIS);
        var committed = committed();
        consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        var partitions = partitions();
        long margin = System.currentTimeMillis() - MARGIN.toMillis();
        var wanted = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> wanted.put(partition, margin));
        var recent = consumer.offsetsForTimes(wanted);
        var ends = consumer.endOffsets(partitions);
        for (var partition : partitions) {
            var first = recent.get(partition);
            long since = first == null ? ends.getOrDefault(partition, 0L) : first.offset();
            from.put(partition, Math.min(since, committed.getOrDefault(partition, since)));
        }
    }

    /** The least offset that a consumer of the suite has committed. */
    private Map<TopicPartition, Long> committed() throws ExecutionException, InterruptedException, TimeoutException {
        var least = new HashMap<TopicPartition, Long>();
        try (var admin = Admin.create(settings)) {
            for (var group : CONSUMERS) {
                var offsets = admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                offsets.forEach((partition, offset) -> {
                    if (offset != null) least.merge(partition, offset.offset(), Math::min);
                });
            }
        }
        return least;
    }

    private List<TopicPartition> partitions() {
        var partitions = new ArrayList<TopicPartition>();
        for (var topic : SavedEvent.SCHEMAS.keySet()) {
            consumer.partitionsFor(topic).forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        return partitions;
    }

    /**
     * Writes the events, a line for each; returns their number.
     *
     * @param until time of the snapshot in epoch milliseconds. An event that was published later was still in the outbox
     *     at the snapshot, or belongs to a later change
     */
    public long save(long until, OutputStream out) throws IOException {
        var lines = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        consumer.assign(from.keySet());
        from.forEach(consumer::seek);
        var ends = consumer.endOffsets(from.keySet());
        long saved = 0;
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (var record : consumer.poll(Duration.ofMillis(200))) {
                if (record.timestamp() > until || !isOurs(record)) continue;
                lines.write(SavedEvent.of(record).line());
                lines.newLine();
                saved++;
            }
        }
        lines.flush();
        return saved;
    }

    /** What other programs have written to a topic is not saved. */
    private static boolean isOurs(ConsumerRecord<String, byte[]> record) {
        return record.value() != null
                && record.key() != null
                && record.headers().lastHeader(EventHeaders.ID) != null
                && record.headers().lastHeader(EventHeaders.SOURCE) != null;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
