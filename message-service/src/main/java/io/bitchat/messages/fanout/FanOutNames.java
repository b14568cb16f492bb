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
 * Chooses the id under which each group message is stored here: its own, unless another message already has it, else a
 * derived one. A message that its group accepted must reach the members even if its id is taken.
 */
final class FanOutNames {
    private final Map<String, Origin> taken;
    private final Map<String, Delivered> fresh = new LinkedHashMap<>();
    private int renamed;

    private FanOutNames(Map<String, Origin> taken) {
        this.taken = new HashMap<>(taken);
    }

    /** @param taken the origins of stored messages that already have one of the {@link #candidates} */
    static FanOutNames of(Collection<Delivered> events, Map<String, Origin> taken) {
        var names = new FanOutNames(taken);
        events.forEach(names::name);
        return names;
    }

    /** All ids that the messages may be stored under. */
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
        // the message is stored already; its event was repeated under another event id
        if (origin.equals(taken.get(event.messageId())) || taken.containsKey(other)) return;
        boolean isTaken = taken.containsKey(event.messageId());
        if (isTaken) renamed++;
        var id = isTaken ? other : event.messageId();
        taken.put(id, origin);
        fresh.put(id, event);
    }

    /** The messages to store by id, in the order of the events. */
    Map<String, Delivered> fresh() {
        return fresh;
    }

    /** The number of messages stored under a derived id. */
    int renamed() {
        return renamed;
    }
}
