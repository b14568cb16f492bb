package io.bitchat.kit.event;

import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Receives in each replica the records that any replica published, for state kept in memory, such as sockets or revoked
 * tokens. Delivery is at least once, from shortly before this process started, and in order within a partition.
 */
public interface BroadcastListener {
    /** Topics to read; called once. */
    Set<String> topics();

    /** Handles a record. Must be fast and must not block, because one thread reads all topics. */
    void heard(ConsumerRecord<String, byte[]> record);
}
