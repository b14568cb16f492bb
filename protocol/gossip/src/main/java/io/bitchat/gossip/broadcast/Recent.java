package io.bitchat.gossip.broadcast;

import io.bitchat.gossip.Envelope;
import io.bitchat.gossip.MessageId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The newest messages, kept to answer pulls and to recognise duplicates. When full, the oldest is removed. */
final class Recent {
    /** Maximum total size of the messages held, in bytes. */
    static final long MAX_BYTES = 16L << 20;

    private final int capacity;
    private final LinkedHashMap<MessageId, Held> messages = new LinkedHashMap<>();
    private final Map<Integer, MessageId> byBrief = new HashMap<>();
    private long bytes;

    /** @param hops number of hops up to this node */
    record Held(Envelope envelope, int hops) {}

    Recent(int capacity) {
        this.capacity = capacity;
    }

    boolean has(MessageId id) {
        return messages.containsKey(id);
    }

    boolean has(int brief) {
        return byBrief.containsKey(brief);
    }

    @Nullable
    Held get(int brief) {
        var id = byBrief.get(brief);
        return id == null ? null : messages.get(id);
    }

    /** The briefs of the newest messages, at most {@code count}, newest first. */
    List<Integer> newest(int count) {
        return messages.sequencedKeySet().reversed().stream()
                .limit(count)
                .map(MessageId::brief)
                .toList();
    }

    void add(Envelope envelope, int hops) {
        var id = envelope.id();
        messages.put(id, new Held(envelope, hops));
        byBrief.put(id.brief(), id);
        bytes += envelope.size();
        while (messages.size() > capacity || bytes > MAX_BYTES && messages.size() > 1) removeOldest();
    }

    private void removeOldest() {
        var oldest = messages.entrySet().iterator().next();
        messages.remove(oldest.getKey());
        byBrief.remove(oldest.getKey().brief(), oldest.getKey());
        bytes -= oldest.getValue().envelope().size();
    }
}
