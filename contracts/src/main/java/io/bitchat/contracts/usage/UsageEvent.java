package io.bitchat.contracts.usage;

import io.bitchat.contracts.Event;
import io.bitchat.contracts.EventType;
import java.time.Instant;
import java.util.List;

/**
 * Facts on {@value #TOPIC}, keyed by replica, with which the replicas of all services share the limits of peers. They
 * matter for a minute. A lost fact is replaced by the next one, because counts are totals.
 */
public sealed interface UsageEvent extends Event {
    String TOPIC = "bitchat.usage.v1";

    /** Identifies the process that counts; new at each start. */
    String replica();

    @Override
    default String topic() {
        return TOPIC;
    }

    @Override
    default String key() {
        return replica();
    }

    @Override
    default String subject() {
        return replica();
    }

    /** Peers have used more of their limits at a replica. */
    @EventType("io.bitchat.usage.counted.v1")
    record Counted(String replica, Instant at, List<PeerUse> uses) implements UsageEvent {}
}
