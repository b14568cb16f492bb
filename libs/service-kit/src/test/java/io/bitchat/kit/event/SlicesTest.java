package io.bitchat.kit.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SlicesTest {
    private static final int MAX_BYTES = 192 * 1024;

    @Property(tries = 200)
    void nothingIsLostOrMovedAndNoSliceIsTooLarge(
            @ForAll @Size(max = 60) List<@IntRange(max = MAX_BYTES + 10) Integer> sizes) {
        var records = records(sizes);

        var slices = Slices.of(records, MAX_BYTES);

        var seen = new ArrayList<Long>();
        for (var slice : slices) {
            slice.forEach(record -> seen.add(record.partition() * 1_000L + record.offset()));
            long bytes = 0;
            for (var record : slice) bytes += record.value().length;
            assertThat(bytes <= MAX_BYTES || slice.count() == 1).isTrue();
        }
        var expected = new ArrayList<Long>();
        records.forEach(record -> expected.add(record.partition() * 1_000L + record.offset()));
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void aTombstoneWeighsNothing() {
        var tombstone = new ConsumerRecord<String, byte[]>("t", 0, 0, "k", null);
        var records = new ConsumerRecords<>(Map.of(new TopicPartition("t", 0), List.of(tombstone)), Map.of());

        assertThat(Slices.of(records, MAX_BYTES)).hasSize(1);
    }

    private static ConsumerRecords<String, byte[]> records(List<Integer> sizes) {
        var byPartition = new LinkedHashMap<TopicPartition, List<ConsumerRecord<String, byte[]>>>();
        for (int i = 0; i < sizes.size(); i++) {
            var record = new ConsumerRecord<>("t", i % 3, i, "k", new byte[sizes.get(i)]);
            byPartition
                    .computeIfAbsent(new TopicPartition("t", i % 3), _ -> new ArrayList<>())
                    .add(record);
        }
        return new ConsumerRecords<>(byPartition, Map.of());
    }
}
