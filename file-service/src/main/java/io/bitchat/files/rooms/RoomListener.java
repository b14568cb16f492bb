package io.bitchat.files.rooms;

/** Hears of changes of who is in a room. */
public interface RoomListener {
    /** The room is like this now. Called from any thread; must not block. */
    void changed(Room room);
}
