package io.bitchat.contracts;

import io.bitchat.contracts.files.FileEvent;
import io.bitchat.contracts.groups.GroupEvent;
import io.bitchat.contracts.groups.GroupMessageEvent;
import io.bitchat.contracts.messages.MessageEvent;
import io.bitchat.contracts.peers.PeerEvent;
import io.bitchat.contracts.presence.PresenceEvent;
import io.bitchat.contracts.transfers.TransferEvent;
import io.bitchat.contracts.transport.InboundEvent;
import io.bitchat.contracts.transport.OutboundEvent;
import io.bitchat.contracts.usage.UsageEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Kafka topic of the contract, with the settings for its creation, which the AsyncAPI document repeats.
 *
 * @param name for example {@code bitchat.messages.v1}
 * @param keyField field of the value that is the record key; for dead letters the header {@code dl_topic}
 * @param compacted whether the newest record of each key is kept
 * @param kept minimum retention of a record; empty means for ever, which is allowed only for compacted topics
 */
public record Topic(String name, String keyField, boolean compacted, Optional<Duration> kept) {
    public static final Topic PEERS = new Topic(PeerEvent.TOPIC, "peer_id", true, Optional.empty());
    public static final Topic PRESENCE = new Topic(PresenceEvent.TOPIC, "peer_id", true, days(1));
    public static final Topic MESSAGES = new Topic(MessageEvent.TOPIC, "conversation", false, days(7));
    public static final Topic GROUPS = new Topic(GroupEvent.TOPIC, "group_id", true, Optional.empty());
    public static final Topic GROUP_MESSAGES = new Topic(GroupMessageEvent.TOPIC, "group_id", false, days(7));
    public static final Topic FILES = new Topic(FileEvent.TOPIC, "file_id", false, days(7));
    public static final Topic TRANSFERS = new Topic(TransferEvent.TOPIC, "transfer_id", false, days(7));
    public static final Topic TRANSPORT_OUTBOUND = new Topic(OutboundEvent.TOPIC, "peer_id", false, days(7));
    public static final Topic TRANSPORT_INBOUND = new Topic(InboundEvent.TOPIC, "peer_id", false, days(7));
    public static final Topic USAGE =
            new Topic(UsageEvent.TOPIC, "replica", false, Optional.of(Duration.ofMinutes(10)));
    public static final Topic DEAD_LETTERS = new Topic(DeadLetter.TOPIC, DeadLetter.SOURCE_TOPIC, false, days(30));

    /** Every topic of this release. */
    public static final List<Topic> ALL = List.of(
            PEERS,
            PRESENCE,
            MESSAGES,
            GROUPS,
            GROUP_MESSAGES,
            FILES,
            TRANSFERS,
            TRANSPORT_OUTBOUND,
            TRANSPORT_INBOUND,
            USAGE,
            DEAD_LETTERS);

    public Topic {
        if (!compacted && kept.isEmpty()) throw new IllegalArgumentException(name + " would grow for ever");
    }

    /** The Kafka topic configuration: {@code cleanup.policy} and {@code retention.ms}. */
    public Map<String, String> config() {
        return Map.of("cleanup.policy", cleanupPolicy(), "retention.ms", Long.toString(retentionMillis()));
    }

    /** Retention in milliseconds, or -1 for ever, as Kafka writes it. */
    public long retentionMillis() {
        return kept.map(Duration::toMillis).orElse(-1L);
    }

    private String cleanupPolicy() {
        if (!compacted) return "delete";
        return kept.isPresent() ? "compact,delete" : "compact";
    }

    private static Optional<Duration> days(long days) {
        return Optional.of(Duration.ofDays(days));
    }
}
