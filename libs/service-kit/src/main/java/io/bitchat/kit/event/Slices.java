package io.bitchat.kit.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Splits the records of one poll into transactions of bounded size: 500 messages to groups of 1,000 members would be
 * half a million rows, whose locks would block every writer to those peers. A record's size grows with its recipients,
 * so the number of bytes is a good measure that needs no parsing.
 */
public final class Slices {
    private Slices() {}

    /**
     * All records in order. The last slice may be short; a record larger than the bound is a slice of its own.
     *
     * @param maxBytes largest sum of the values of a slice in bytes
     */
    public static List<ConsumerRecords<String, byte[]>> of(ConsumerRecords<String, byte[]> records, int maxBytes) {
        var slices = new ArrayList<ConsumerRecords<String, byte[]>>();
        var slice = new ArrayList<ConsumerRecord<String, byte[]>>();
        long bytes = 0;
        for (var record : records) {
            long size = record.value() == null ? 0 : record.value().length;
            if (!slice.isEmpty() && bytes + size > maxBytes) {
                slices.add(together(slice));
                slice = new ArrayList<>();
                bytes = 0;
            }
            slice.add(record);
            bytes += size;
        }
        if (!slice.isEmpty()) slices.add(together(slice));
        return slices;
    }

    private static ConsumerRecords<String, byte[]> together(List<ConsumerRecord<String, byte[]>> records) {
        var byPartition = new LinkedHashMap<TopicPartition, List<ConsumerRecord<String, byte[]>>>();
        for (var record : records) {
            byPartition
                    .computeIfAbsent(new TopicPartition(record.topic(), record.partition()), _ -> new ArrayList<>())
                    .add(record);
        }
        return new ConsumerRecords<>(byPartition, Map.of());
    }
}
