package io.bitchat.kit.event;

import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Hears in each replica what any of them published, for state that lives in memory: sockets, revoked tokens. Hears of a
 * fact at least once, from shortly before this process started; facts of one partition in their order.
 */
public interface BroadcastListener {
    /** What it wants to hear; asked once. */
    Set<String> topics();

    /** Must be quick and must not block: one thread carries all topics. */
    void heard(ConsumerRecord<String, byte[]> record);
}
