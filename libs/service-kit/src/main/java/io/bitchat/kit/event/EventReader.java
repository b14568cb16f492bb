package io.bitchat.kit.event;

import io.bitchat.contracts.Event;
import io.bitchat.contracts.EventHeaders;
import io.bitchat.kit.codec.EventCodec;
import io.bitchat.kit.codec.MalformedEventException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;

/** Reads records of a topic as events; an unreadable record becomes a dead letter. */
@ApplicationScoped
public class EventReader {
    private final EventCodec codec;
    private final DeadLetters deadLetters;

    EventReader(EventCodec codec, DeadLetters deadLetters) {
        this.codec = codec;
        this.deadLetters = deadLetters;
    }

    /** An event, its id for deduplication, and its record. */
    public record Received<E extends Event>(UUID id, E event, ConsumerRecord<String, byte[]> record) {}

    /** The events of a batch in order; completes after the dead letters of all unreadable records are stored. */
    public <E extends Event> Uni<List<Received<E>>> read(Class<E> family, ConsumerRecords<String, byte[]> records) {
        var readable = new ArrayList<Received<E>>(records.count());
        var letters = new ArrayList<CompletableFuture<Void>>();
        for (var record : records) {
            try {
                readOne(family, record, readable);
            } catch (MalformedEventException | IllegalArgumentException malformed) {
                letters.add(deadLetters.bury(record, String.valueOf(malformed.getMessage())));
            }
        }
        if (letters.isEmpty()) return Uni.createFrom().item(readable);
        var buried = CompletableFuture.allOf(letters.toArray(CompletableFuture[]::new));
        return Uni.createFrom().completionStage(buried).replaceWith(readable);
    }

    /**
     * The event in a record; empty if it is of another family or cannot be read. For consumers that only observe
     * records: the one consumer that applies a record also creates its dead letter.
     */
    public <E extends Event> Optional<E> peek(Class<E> family, ConsumerRecord<String, byte[]> record) {
        var type = header(record, EventHeaders.TYPE);
        if (type == null || record.value() == null) return Optional.empty();
        try {
            return codec.decode(family, type, record.value());
        } catch (MalformedEventException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private <E extends Event> void readOne(
            Class<E> family, ConsumerRecord<String, byte[]> record, List<Received<E>> into) {
        if (record.value() == null) return; // a tombstone: compaction forgets the key
        var type = header(record, EventHeaders.TYPE);
        var id = header(record, EventHeaders.ID);
        if (type == null || id == null) throw new IllegalArgumentException("no ce_type or no ce_id");
        codec.decode(family, type, record.value())
                .ifPresent(event -> into.add(new Received<>(UUID.fromString(id), event, record)));
    }

    static @Nullable String header(ConsumerRecord<String, byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
