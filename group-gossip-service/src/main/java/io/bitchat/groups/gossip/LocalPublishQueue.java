package io.bitchat.groups.gossip;

import io.bitchat.gossip.Input;
import io.bitchat.gossip.Message;
import io.bitchat.groups.operation.Operation;
import io.quarkus.logging.Log;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What this site has to say in a group, on its way from the database through the node and back. */
final class LocalPublishQueue {
    private final Deque<Outgoing.Item> waiting = new ArrayDeque<>();
    private final Map<String, Long> lastTimes = new HashMap<>();
    private List<Delivery> delivered = new ArrayList<>();
    private long published;
    private boolean reading;
    private boolean told;
    private boolean again;
    private boolean full;

    /** Whether to read from the database now; else it is remembered that somebody wanted to. */
    boolean begin() {
        again = reading || told || !waiting.isEmpty();
        if (again) return false;
        reading = true;
        return true;
    }

    void add(List<Outgoing.Item> items) {
        reading = false;
        full = !items.isEmpty();
        waiting.addAll(items);
    }

    /** The next one for the node. */
    @Nullable
    Input next() {
        for (var item = waiting.poll(); item != null; item = waiting.poll()) {
            told = true;
            published = Math.max(published, item.published());
            var payload = GroupPayloadCodec.encode(completed(item.payload()));
            if (payload.length <= Message.MAX_PAYLOAD_BYTES) return new Input.Published(payload);
            Log.warnf("too large for other sites, stays here bytes=%d", payload.length);
        }
        return null;
    }

    /** A removal names the last message of the peer that this site has. */
    private GroupPayload completed(GroupPayload payload) {
        return payload instanceof GroupPayload.Change(var id, Operation.Removed removed)
                ? new GroupPayload.Change(id, removed.after(lastTimes.getOrDefault(removed.peerId(), 0L)))
                : payload;
    }

    void delivered(Delivery delivery) {
        delivered.add(delivery);
        delivery.text().ifPresent(text -> lastTimes.merge(text.fromPeerId(), delivery.time(), Math::max));
    }

    /** Whether there is something that the node was not given. */
    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** What was delivered since the last time, own and foreign. */
    List<Delivery> take() {
        var all = delivered;
        delivered = new ArrayList<>();
        return all;
    }

    /** How far the group's own messages were given to the node. */
    long published() {
        return published;
    }

    /** Whether something was given to the node that is not committed. */
    boolean isTold() {
        return told;
    }

    void committed() {
        told = false;
    }

    /** Whether all that was read is told, and there may be more. */
    boolean isOver() {
        return waiting.isEmpty() && !told && (again || full);
    }
}
