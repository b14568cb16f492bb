package io.bitchat.groups.gossip;

import io.bitchat.gossip.Input;
import io.bitchat.gossip.PeerId;
import io.bitchat.gossip.wire.Packet;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the node of a group. Every site has a room of its own and they are served in turn, so whoever sends too
 * much only keeps itself waiting. What does not fit is dropped: anti-entropy brings it when there is room. Thread-safe.
 */
final class Inbox {
    /** Frames of one site that may wait. */
    static final int ROOM_FRAMES = 4_096;
    /** Bytes of one site that may wait; a frame of any size fits into an empty room. */
    static final int ROOM_BYTES = 4 << 20;

    private final Queue<Input> own = new ArrayDeque<>();
    private final Map<PeerId, Room> rooms = new HashMap<>();
    private final Queue<Room> turns = new ArrayDeque<>();

    private static final class Room {
        private final Queue<Input> inputs = new ArrayDeque<>();
        private int bytes;
    }

    /** A timer, or what the database had; always taken. */
    synchronized void offer(Input input) {
        own.add(input);
    }

    /** The last link to a site is gone; comes after what the site said before. */
    synchronized void offer(Input.LinkFailed failed) {
        var room = rooms.get(failed.peer());
        if (room == null || room.inputs.isEmpty()) own.add(failed);
        else room.inputs.add(failed);
    }

    /** A frame came; false where the site's room is full. */
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

    /** The next one: what this site itself has to do, then of each other site one. */
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
