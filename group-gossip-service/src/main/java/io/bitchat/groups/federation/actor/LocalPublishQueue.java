package io.bitchat.groups.federation.actor;

import io.bitchat.gossip.Input;
import io.bitchat.gossip.Message;
import io.bitchat.groups.federation.delivery.Delivery;
import io.bitchat.groups.oplog.GroupPayload;
import io.bitchat.groups.oplog.GroupPayloadCodec;
import io.bitchat.groups.oplog.Operation;
import io.quarkus.logging.Log;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** This site's messages and changes in a group, on their way from the database through the node to the commit. */
final class LocalPublishQueue {
    private final Deque<Outgoing.Item> waiting = new ArrayDeque<>();
    private final Map<String, Long> lastTimes = new HashMap<>();
    private List<Delivery> delivered = new ArrayList<>();
    private long published;
    private Stage stage = Stage.IDLE;
    /** Whether the database may hold more than what was read last. */
    private boolean mayHoldMore;

    private enum Stage {
        /** Everything read is committed. */
        IDLE,
        /** A read of the database is under way. */
        READING,
        /** Items wait for the node; none that it was given is uncommitted. */
        WAITING,
        /** The node was given items that are not committed yet; others may wait. */
        PUBLISHING
    }

    /** Returns true if a read should start now; otherwise records that another read is needed. */
    boolean begin() {
        mayHoldMore = stage != Stage.IDLE;
        if (mayHoldMore) return false;
        stage = Stage.READING;
        return true;
    }

    void add(List<Outgoing.Item> items) {
        waiting.addAll(items);
        stage = items.isEmpty() ? Stage.IDLE : Stage.WAITING;
        mayHoldMore |= !items.isEmpty();
    }

    /** The next input for the node, or null. */
    @Nullable
    Input next() {
        for (var item = waiting.poll(); item != null; item = waiting.poll()) {
            stage = Stage.PUBLISHING;
            published = Math.max(published, item.published());
            var payload = GroupPayloadCodec.encode(completed(item.payload()));
            if (payload.length <= Message.MAX_PAYLOAD_BYTES) return new Input.Published(payload);
            Log.warnf("payload too large for other sites, not published to them bytes=%d", payload.length);
        }
        return null;
    }

    /** Raises a removal's cut to the peer's last message that this site has delivered. */
    private GroupPayload completed(GroupPayload payload) {
        return payload instanceof GroupPayload.Change(var id, Operation.Removed removed)
                ? new GroupPayload.Change(id, removed.after(lastTimes.getOrDefault(removed.peerId(), 0L)))
                : payload;
    }

    void delivered(Delivery delivery) {
        delivered.add(delivery);
        delivery.text().ifPresent(text -> lastTimes.merge(text.fromPeerId(), delivery.time(), Math::max));
    }

    /** Whether items wait that the node was not given yet. */
    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** Takes all deliveries since the last call, own and foreign. */
    List<Delivery> take() {
        var all = delivered;
        delivered = new ArrayList<>();
        return all;
    }

    /** Position up to which the group's own messages were given to the node. */
    long published() {
        return published;
    }

    /** Whether the node was given items that are not committed yet. */
    boolean isPublishing() {
        return stage == Stage.PUBLISHING;
    }

    void committed() {
        if (stage == Stage.PUBLISHING) stage = waiting.isEmpty() ? Stage.IDLE : Stage.WAITING;
    }

    /** Whether everything read is published and committed, and there may be more to read. */
    boolean mustReadAgain() {
        return stage == Stage.IDLE && mayHoldMore;
    }
}
