package io.bitchat.transport;

import io.bitchat.transport.outbox.SeenMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All receivers: what arrived at them, and what they showed. */
final class Receivers {
    private final SeenMessages<MessageKey> seen = new SeenMessages<>(100_000, Duration.ofDays(1));
    final Map<MessageKey, Integer> arrivals = new HashMap<>();
    final List<MessageKey> shown = new ArrayList<>();

    void receive(MessageKey key, Instant now) {
        arrivals.merge(key, 1, Integer::sum);
        if (seen.isNew(key, now)) shown.add(key);
    }
}
