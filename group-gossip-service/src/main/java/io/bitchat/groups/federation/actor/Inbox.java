package io.bitchat.groups.federation.actor;

import io.bitchat.gossip.Input;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.wire.Packet;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Input queue of a group's node. Each site has a queue of its own, and the queues are served round robin, so a site
 * that sends too much delays only itself. Frames that do not fit are dropped; anti-entropy fetches them later.
 * Thread-safe.
 */
final class Inbox {
    /** Maximum number of waiting frames of one site. */
    static final int ROOM_FRAMES = 4_096;
    /** Maximum number of waiting bytes of one site; an empty queue accepts a frame of any size. */
    static final int ROOM_BYTES = 4 << 20;

    private final Queue<Input> own = new ArrayDeque<>();
    private final Map<PeerId, Room> rooms = new HashMap<>();
    private final Queue<Room> turns = new ArrayDeque<>();

    private static final class Room {
        private final Queue<Input> inputs = new ArrayDeque<>();
        private int bytes;
    }

    /** Adds a timer or a result from the database; always accepted. */
    synchronized void offer(Input input) {
        own.add(input);
    }

    /** Adds the loss of the last link to a site, behind the frames that the site sent before. */
    synchronized void offer(Input.LinkFailed failed) {
        var room = rooms.get(failed.peer());
        if (room == null || room.inputs.isEmpty()) own.add(failed);
        else room.inputs.add(failed);
    }

    /** Adds a frame; returns false if the site's queue is full. */
    synchronized boolean offer(Input.Received frame) {
        var room = rooms.computeIfAbsent(frame.from(), _ -> new Room());
        int bytes = frame.packet().size();
        boolean fits = room.inputs.size() < ROOM_FRAMES && (room.bytes == 0 || room.bytes + bytes <= ROOM_BYTES);
        if (!fits) return false;
        if (room.inputs.isEmpty()) turns.add(room);
        room.inputs.add(frame);
        room.bytes += bytes;
        return true;
    }

    /** The next input: timers and database results first, then one input of each site in turn. */
    synchronized @Nullable Input poll() {
        var first = own.poll();
        return first != null ? first : pollTurn();
    }

    private @Nullable Input pollTurn() {
        var room = turns.poll();
        if (room == null) return null;
        var input = room.inputs.remove();
        if (input instanceof Input.Received(PeerId _, Packet packet)) room.bytes -= packet.size();
        if (!room.inputs.isEmpty()) turns.add(room);
        return input;
    }

    synchronized boolean isEmpty() {
        return own.isEmpty() && turns.isEmpty();
    }
}
