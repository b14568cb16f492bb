package io.bitchat.messages.fanout;

import io.bitchat.contracts.groups.GroupMessageEvent.Delivered;
import io.bitchat.contracts.messages.MessageIds;
import io.bitchat.messages.fanout.FanOutTable.Origin;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Under which id each group message is stored here. That is its own one, unless an older message has it: a message that
 * was accepted into its group reaches its members whatever others are called.
 */
final class FanOutNames {
    private final Map<String, Origin> taken;
    private final Map<String, Delivered> fresh = new LinkedHashMap<>();
    private int renamed;

    private FanOutNames(Map<String, Origin> taken) {
        this.taken = new HashMap<>(taken);
    }

    /** @param taken whose messages have one of the {@link #candidates} already */
    static FanOutNames of(Collection<Delivered> events, Map<String, Origin> taken) {
        var names = new FanOutNames(taken);
        events.forEach(names::name);
        return names;
    }

    /** All ids that the messages may get. */
    static List<String> candidates(Collection<Delivered> events) {
        return events.stream()
                .flatMap(event -> Stream.of(event.messageId(), otherwise(event)))
                .distinct()
                .toList();
    }

    private static String otherwise(Delivered event) {
        return MessageIds.inStreams(event.groupId(), event.fromPeerId(), event.messageId());
    }

    private void name(Delivered event) {
        var origin = new Origin(event.groupId(), event.fromPeerId());
        var other = otherwise(event);
        // repeated under another event id it changes nothing
        if (origin.equals(taken.get(event.messageId())) || taken.containsKey(other)) return;
        boolean isTaken = taken.containsKey(event.messageId());
        if (isTaken) renamed++;
        var id = isTaken ? other : event.messageId();
        taken.put(id, origin);
        fresh.put(id, event);
    }

    /** What is to be stored, in the order of the events. */
    Map<String, Delivered> fresh() {
        return fresh;
    }

    /** How many of them have another id than their own. */
    int renamed() {
        return renamed;
    }
}
