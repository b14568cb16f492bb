package io.bitchat.messages.rooms;

import java.time.Instant;

/** An open socket, as the rooms see it. Its methods may be called from any thread. */
public interface RoomDevice {
    /** Opens a link to the room, unless there is one. */
    void link(String roomId);

    /**
     * Sends the frame of a fact, unless a link to the room has been open since before the fact: it brings the same frame
     * in its order.
     *
     * @param at time of the fact
     */
    void tellOfRoom(String roomId, Instant at, String frame);
}
