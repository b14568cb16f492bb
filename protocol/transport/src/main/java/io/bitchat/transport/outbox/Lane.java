package io.bitchat.transport.outbox;

import io.bitchat.transport.MessageKey;
import io.bitchat.transport.Priority;
import io.bitchat.transport.ReasonCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one sender to one receiver, in the order of their admission, which is kept. Those that require privacy
 * have a lane of their own: the others would wait for a transport that they do not need.
 */
final class Lane {
    /** Who writes to whom. */
    record Route(String sender, String receiver, boolean isPrivate) {
        static Route of(Entry entry) {
            return new Route(entry.key().sender(), entry.key().receiver(), entry.isPrivate());
        }
    }

    final Route route;
    private final LinkedHashMap<MessageKey, Item> items = new LinkedHashMap<>();
    private final EnumMap<Priority, Integer> byPriority = new EnumMap<>(Priority.class);

    /** Place in the rotation of the lanes; unique. */
    long turn;
    /** Number of failures in a row. */
    int failures;
    /** Nothing is tried before; null if nothing has failed. */
    @Nullable
    Instant pausedUntil;
    /** Whether something came up while its first messages were in flight: if they fail, no pause follows. */
    boolean hurried;
    /** Why the first message failed, and so all wait; null if it has not. */
    @Nullable
    ReasonCode reason;

    Lane(Route route) {
        this.route = route;
    }

    void add(Item item) {
        items.put(item.entry.key(), item);
        byPriority.merge(item.entry.priority(), 1, Integer::sum);
    }

    void remove(Item item) {
        // the next message may succeed where this one did not
        if (first() == item) proceed();
        items.remove(item.entry.key());
        byPriority.computeIfPresent(item.entry.priority(), (_, count) -> count == 1 ? null : count - 1);
    }

    /** Takes up to {@code max} messages from the front, none that has expired or is still being stored. */
    List<Entry> take(int max, Instant now) {
        var taken = new ArrayList<Entry>();
        for (var item : items.values()) {
            if (taken.size() == max || item.stage != Item.Stage.WAITING || item.entry.isExpired(now)) break;
            item.stage = Item.Stage.IN_FLIGHT;
            taken.add(item.entry);
        }
        hurried = false;
        return taken;
    }

    /** Whatever is in flight waits again, in its old place. */
    void putBack() {
        for (var item : items.values()) {
            if (item.stage != Item.Stage.IN_FLIGHT) break;
            item.stage = Item.Stage.WAITING;
        }
    }

    private void proceed() {
        failures = 0;
        pausedUntil = null;
        reason = null;
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    /**
     * Whether its first message could go, but for a pause. What is in flight is always at the front, so one batch goes at
     * a time, and nothing overtakes it.
     */
    boolean hasNext() {
        return !items.isEmpty() && first().stage == Item.Stage.WAITING;
    }

    boolean isFirstExpired(Instant now) {
        return first().entry.isExpired(now);
    }

    /** The highest priority of its messages: an urgent one hurries those before it, which it may not overtake. */
    Priority priority() {
        return byPriority.isEmpty() ? Priority.LOW : Collections.max(byPriority.keySet());
    }

    private Item first() {
        return items.firstEntry().getValue();
    }
}
