package io.bitchat.messages.fanout;

import io.bitchat.contracts.groups.GroupMessageEvent;
import io.bitchat.contracts.groups.GroupMessageEvent.Delivered;
import io.bitchat.kit.codec.EncodedEvent;
import io.bitchat.kit.codec.EventCodec;
import io.bitchat.kit.event.EventProducer;
import io.bitchat.kit.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** One group, with the events that the group service publishes. */
final class GroupFeed {
    private static final int HOUR = 3_600;

    final String groupId = "group_" + UUID.randomUUID();
    private final List<String> members;
    private final EventCodec codec;
    private final EventProducer producer;
    private final AtomicLong sequence = new AtomicLong();

    GroupFeed(EventCodec codec, EventProducer producer, List<String> members) {
        this.codec = codec;
        this.producer = producer;
        this.members = members.stream().sorted().toList();
    }

    /** Publishes a message; returns when the broker has it. */
    Delivered say(String content) {
        var event = event(content);
        publish(event);
        return event;
    }

    /** Publishes without waiting for the broker in between, which is faster than any socket reads. */
    void sayAll(List<String> contents) {
        var published = contents.stream()
                .map(content -> producer.send(codec.encode(event(content), TraceContext.start())))
                .toList();
        published.forEach(CompletableFuture::join);
    }

    Delivered event(String content) {
        return event(content, Instant.now().truncatedTo(ChronoUnit.MILLIS), HOUR);
    }

    /** Publishes a message of a site whose clock is ahead. */
    Delivered ahead(String content, Duration ahead) {
        var event = event(content);
        var skewed = new Delivered(
                event.messageId(),
                event.at(),
                groupId,
                event.fromPeerId(),
                event.sequence(),
                event.clockEntry(),
                content,
                event.encryptionAlgorithm(),
                null,
                event.sentAt().plus(ahead),
                HOUR,
                0,
                members);
        publish(skewed);
        return skewed;
    }

    /** Publishes a message whose ttl has passed. */
    Delivered expired(String content) {
        var event = event(content, Instant.now().minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MILLIS), HOUR);
        publish(event);
        return event;
    }

    private Delivered event(String content, Instant at, int ttl) {
        long next = sequence.incrementAndGet();
        return new Delivered(
                UUID.randomUUID().toString(),
                at,
                groupId,
                members.getFirst(),
                next,
                next,
                content,
                "AES-256-GCM",
                null,
                at,
                ttl,
                0,
                members);
    }

    /** Publishes under a new event id. */
    EncodedEvent publish(GroupMessageEvent event) {
        var encoded = codec.encode(event, TraceContext.start());
        publish(encoded);
        return encoded;
    }

    void publish(EncodedEvent encoded) {
        producer.send(encoded).join();
    }

    /** Publishes an event of this group whose value does not match its type. */
    void publishUnreadable() {
        var encoded = codec.encode(event("x"), TraceContext.start());
        publish(new EncodedEvent(
                encoded.topic(),
                encoded.key(),
                new LinkedHashMap<>(encoded.headers()),
                "{\"ttl_seconds\":{}}".getBytes(StandardCharsets.UTF_8)));
    }
}
