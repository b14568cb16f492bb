package io.bitchat.edge.router;

import io.bitchat.transport.MessageKey;
import io.bitchat.transport.failover.TraceEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The attempts for recent messages; bounded, the oldest message is forgotten first. Thread-safe. */
final class Traces {
    private static final int MAX_MESSAGES = 10_000;
    private static final int MAX_ENTRIES = 50;

    private final Map<MessageKey, List<TraceEntry>> byMessage = new LinkedHashMap<>();

    synchronized void add(TraceEntry entry) {
        var entries = byMessage.computeIfAbsent(entry.message(), _ -> new ArrayList<>());
        if (entries.size() == MAX_ENTRIES) entries.removeFirst();
        entries.add(entry);
        if (byMessage.size() > MAX_MESSAGES)
            byMessage.remove(byMessage.keySet().iterator().next());
    }

    /** The attempts for a message, the oldest first; of very many the newest. */
    synchronized List<TraceEntry> of(MessageKey key) {
        return List.copyOf(byMessage.getOrDefault(key, List.of()));
    }
}
